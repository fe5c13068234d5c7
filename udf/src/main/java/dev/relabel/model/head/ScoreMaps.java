package dev.relabel.model.head;

/**
 * A map of numbers for each class. They are interpolated bilinearly before they are compared, so
 * that edges are smooth; of equal numbers the lower class wins.
 */
final class ScoreMaps implements PixelClasses {
  private final OutputSlice maps;
  private final int classes;
  private final int width;
  private final int height;
  private final int classStep;
  private final int cellStep;
  private final int[] best;
  private final double[] sums;
  private final long[] cells;

  /**
   * @param maps [C, h, w] or, with the class last, [h, w, C]
   */
  ScoreMaps(OutputSlice maps, boolean isClassLast) {
    maps.require(2, 1);
    this.maps = maps;
    this.classes = maps.dim(isClassLast ? 2 : 0);
    this.height = maps.dim(isClassLast ? 0 : 1);
    this.width = maps.dim(isClassLast ? 1 : 2);
    this.classStep = isClassLast ? 1 : width * height;
    this.cellStep = isClassLast ? classes : 1;
    this.best = new int[width * height];
    this.sums = new double[classes];
    this.cells = new long[classes];
    boolean areProbabilities = areProbabilities();
    for (int cell = 0; cell < best.length; cell++) {
      float[] row = numbers(cell);
      best[cell] = largest(row);
      if (best[cell] >= 0) {
        if (!areProbabilities) {
          Scores.softmax(row);
        }
        sums[best[cell]] += row[best[cell]];
        cells[best[cell]]++;
      }
    }
  }

  /** Either all cells hold probabilities or none does; by chance some logits look like them. */
  private boolean areProbabilities() {
    for (int cell = 0; cell < best.length; cell++) {
      if (!Scores.areProbabilities(numbers(cell))) {
        return false;
      }
    }
    return true;
  }

  private float[] numbers(int cell) {
    float[] row = new float[classes];
    for (int c = 0; c < classes; c++) {
      row[c] = number(c, cell);
    }
    return row;
  }

  private float number(int classIndex, int cell) {
    return maps.at(classIndex * classStep + cell * cellStep);
  }

  /** The class of the largest number; −1 where one is not a number. */
  private static int largest(float[] row) {
    int best = 0;
    for (int c = 0; c < row.length; c++) {
      if (Float.isNaN(row[c])) {
        return -1;
      }
      best = row[c] > row[best] ? c : best;
    }
    return best;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int at(double u, double v) {
    double x = Math.max(0, Math.min(width - 1, u - 0.5));
    double y = Math.max(0, Math.min(height - 1, v - 0.5));
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(width - 1, left + 1);
    int bottom = Math.min(height - 1, top + 1);
    int a = top * width + left;
    int b = top * width + right;
    int c = bottom * width + left;
    int d = bottom * width + right;
    // A class that is largest in all four cells is so everywhere between them.
    if (best[a] == best[b] && best[a] == best[c] && best[a] == best[d]) {
      return best[a];
    }
    double across = x - left;
    double down = y - top;
    int winner = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      double above = number(k, a) * (1 - across) + number(k, b) * across;
      double below = number(k, c) * (1 - across) + number(k, d) * across;
      double here = above * (1 - down) + below * down;
      if (here > most) {
        most = here;
        winner = k;
      }
    }
    return winner;
  }

  @Override
  public double score(int classIndex) {
    return cells[classIndex] == 0 ? 0 : Math.min(1, sums[classIndex] / cells[classIndex]);
  }
}
