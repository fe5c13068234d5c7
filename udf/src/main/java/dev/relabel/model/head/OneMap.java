package dev.relabel.model.head;

/** A map of one class: probabilities or, where any number lies beyond 0–1, logits. */
final class OneMap implements PixelClasses {
  private final MaskGrid grid;
  private final int width;
  private final int height;
  private final double level;
  private final double score;

  /**
   * @param map [1, h, w], [h, w, 1] or [h, w]
   * @param threshold lowest probability of a pixel
   */
  OneMap(OutputSlice map, double threshold) {
    boolean isClassLast = map.rank() == 3 && map.dim(2) == 1 && map.dim(0) != 1;
    int rows = map.rank() == 3 && !isClassLast ? 1 : 0;
    map.require(rows + 1, 1);
    this.height = map.dim(rows);
    this.width = map.dim(rows + 1);
    float[] cells = new float[width * height];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = map.at(i);
    }
    boolean areLogits = !Scores.areInUnitRange(cells);
    this.grid = new MaskGrid(cells, 0, 0, width, MaskGrid.Beyond.SAME);
    this.level = areLogits ? MaskLevels.logit(threshold) : threshold;
    double sum = 0;
    long count = 0;
    for (float cell : cells) {
      if (cell >= level) {
        sum += areLogits ? Scores.sigmoid(cell) : cell;
        count++;
      }
    }
    this.score = count == 0 ? 0 : sum / count;
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
    return grid.at(u, v) >= level ? 0 : -1;
  }

  @Override
  public double score(int classIndex) {
    return score;
  }
}
