package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Placement;
import java.util.List;
import java.util.Optional;

/**
 * Masks of the YOLO families: prototypes [M, h, w] that all objects share, each weighted by the
 * object's coefficient, added up, and cut to its box. The sum is a logit. It is enlarged to the
 * picture before it is compared, which gives smoother edges than comparing first. Sources: YOLACT
 * (Bolya and others, 2019), ultralytics/utils/ops.py (process_mask_native).
 *
 * @param layout of the table, the first output; the prototypes are the second
 * @param first which number of an object is its first coefficient
 * @param threshold lowest probability of a pixel
 */
record PrototypeMasks(RowLayout layout, int first, double threshold) implements ObjectShapes {
  private static final UprightBoxes BOXES = new UprightBoxes();

  @Override
  public Optional<Mask> of(
      List<OutputSlice> outputs, Candidates found, int index, Placement placement) {
    OutputSlice table = outputs.get(0);
    OutputSlice prototypes = outputs.get(1);
    prototypes.require(0, 1);
    prototypes.require(2, 1);
    layout.require(table, first + prototypes.dim(0));
    Optional<Rectangle> box = BOXES.of(outputs, found, index, placement);
    if (box.isEmpty()) {
      return Optional.empty();
    }
    PixelRect where = PixelRect.centresIn(box.get());
    Affine toMap = MaskLevels.toMap(placement, prototypes.dim(2), prototypes.dim(1));
    return logits(table, found.row(index), prototypes, box.get(), toMap)
        .paint(where, toMap, MaskLevels.logit(threshold));
  }

  /** The weighted sum where the box lies, with a cell around for the interpolation. */
  private MaskGrid logits(
      OutputSlice table, int row, OutputSlice prototypes, Rectangle box, Affine toMap) {
    int mapHeight = prototypes.dim(1);
    int mapWidth = prototypes.dim(2);
    int left = within(toMap.x(box.left(), box.top()) - 1, mapWidth - 1);
    int top = within(toMap.y(box.left(), box.top()) - 1, mapHeight - 1);
    int width = within(toMap.x(box.right(), box.bottom()) + 1, mapWidth - 1) + 1 - left;
    int height = within(toMap.y(box.right(), box.bottom()) + 1, mapHeight - 1) + 1 - top;
    float[] sums = new float[width * height];
    for (int m = 0; m < prototypes.dim(0); m++) {
      float weight = layout.at(table, row, first + m);
      for (int y = 0; y < height; y++) {
        int from = (m * mapHeight + top + y) * mapWidth + left;
        for (int x = 0; x < width; x++) {
          sums[y * width + x] += weight * prototypes.at(from + x);
        }
      }
    }
    return new MaskGrid(sums, left, top, width, MaskGrid.Beyond.SAME);
  }

  private static int within(double position, int last) {
    return (int) Math.max(0, Math.min(last, Math.floor(position)));
  }
}
