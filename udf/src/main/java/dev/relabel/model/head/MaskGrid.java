package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Mask;
import java.util.Optional;

/**
 * A coarse map of one object, to be enlarged onto the picture: its cells are interpolated
 * bilinearly, with a cell's value at its centre, and pixels at or above a level are the object.
 * Confined to the thread that decodes the image.
 */
final class MaskGrid {
  private final float[] cells;
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final Beyond beyond;

  /** What lies beyond the outermost cells. */
  enum Beyond {
    /** The same as in the nearest cell. */
    SAME,
    /** Cells of 0. */
    ZERO
  }

  /**
   * A part of a map.
   *
   * @param cells row by row; not copied
   * @param left column of the first cell in the whole map
   * @param top row of the first cell in the whole map
   */
  MaskGrid(float[] cells, int left, int top, int width, Beyond beyond) {
    this.cells = cells;
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = cells.length / width;
    this.beyond = beyond;
  }

  /** The value at a position in cells of the whole map, the origin at its outer corner. */
  double at(double u, double v) {
    double x = u - 0.5 - left;
    double y = v - 0.5 - top;
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double right = x - column;
    double down = y - row;
    double above = cell(column, row) * (1 - right) + cell(column + 1, row) * right;
    double below = cell(column, row + 1) * (1 - right) + cell(column + 1, row + 1) * right;
    return above * (1 - down) + below * down;
  }

  private float cell(int column, int row) {
    if (column < 0 || column >= width || row < 0 || row >= height) {
      if (beyond == Beyond.ZERO) {
        return 0;
      }
      column = Math.max(0, Math.min(width - 1, column));
      row = Math.max(0, Math.min(height - 1, row));
    }
    return cells[row * width + column];
  }

  /**
   * The object's pixels.
   *
   * @param where the pixels of the picture that are looked at
   * @param toGrid from positions on the picture to cells of the whole map
   * @param level lowest value of the object; NaN is below every level
   */
  Optional<Mask> paint(PixelRect where, Affine toGrid, double level) {
    return where.isEmpty()
        ? Optional.empty()
        : Mask.where(
            where.left(),
            where.top(),
            where.right(),
            where.bottom(),
            (x, y) -> at(toGrid.x(x + 0.5, y + 0.5), toGrid.y(x + 0.5, y + 0.5)) >= level);
  }
}
