package dev.relabel.model.head;

/** The index of the class for each cell; the nearest cell counts. */
record ClassIndices(OutputSlice map, int width, int height) implements PixelClasses {
  /**
   * @param map [h, w] or [1, h, w]
   */
  static ClassIndices of(OutputSlice map) {
    map.require(map.rank() - 1, 1);
    return new ClassIndices(map, map.dim(map.rank() - 1), map.dim(map.rank() - 2));
  }

  @Override
  public int at(double u, double v) {
    int column = (int) Math.max(0, Math.min(width - 1, Math.floor(u)));
    int row = (int) Math.max(0, Math.min(height - 1, Math.floor(v)));
    return Math.round(map.at(row * width + column));
  }

  /** Nothing is known but the class. */
  @Override
  public double score(int classIndex) {
    return 1;
  }
}
