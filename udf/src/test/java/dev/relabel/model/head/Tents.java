package dev.relabel.model.head;

/**
 * Bilinear interpolation the slow way: every cell counts with the height of a tent of two cells'
 * width over its centre.
 */
final class Tents {
  private final double[][] cells;

  Tents(double[][] cells) {
    this.cells = cells;
  }

  /** The cells of a map, surrounded by copies of those at its edges. */
  static Tents surrounded(double[][] cells) {
    int height = cells.length;
    int width = cells[0].length;
    double[][] wide = new double[height + 2][width + 2];
    for (int y = 0; y < height + 2; y++) {
      for (int x = 0; x < width + 2; x++) {
        wide[y][x] =
            cells[Math.min(height - 1, Math.max(0, y - 1))][
                Math.min(width - 1, Math.max(0, x - 1))];
      }
    }
    return new Tents(wide);
  }

  double at(double u, double v) {
    double sum = 0;
    for (int y = 0; y < cells.length; y++) {
      for (int x = 0; x < cells[y].length; x++) {
        double across = Math.max(0, 1 - Math.abs(u - (x + 0.5)));
        double down = Math.max(0, 1 - Math.abs(v - (y + 0.5)));
        sum += across * down * cells[y][x];
      }
    }
    return sum;
  }

  /** Of a {@link #surrounded} map, in the coordinates of the map itself. */
  double inside(double u, double v) {
    return at(
        Math.min(cells[0].length - 1.5, Math.max(0.5, u + 1)),
        Math.min(cells.length - 1.5, Math.max(0.5, v + 1)));
  }
}
