package dev.relabel.annotation;

/** The set pixels of a mask's runs, cut at the ends of rows. */
final class MaskSpans implements Spans {
  private final int left;
  private final int top;
  private final int width;
  private final int[] runs;
  private int nextRun;
  private int position;
  private int remaining;
  private int row;
  private int from;
  private int to;

  /** Reads the runs (clear, set, clear, …) without changing them; they must add up to the block. */
  MaskSpans(int left, int top, int width, int[] runs) {
    this.left = left;
    this.top = top;
    this.width = width;
    this.runs = runs;
  }

  @Override
  public boolean next() {
    while (remaining == 0) {
      if (nextRun + 1 >= runs.length) {
        return false;
      }
      position += runs[nextRun];
      remaining = runs[nextRun + 1];
      nextRun += 2;
    }
    int column = position % width;
    int length = Math.min(remaining, width - column);
    row = top + position / width;
    from = left + column;
    to = from + length;
    position += length;
    remaining -= length;
    return true;
  }

  @Override
  public int row() {
    return row;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }
}
