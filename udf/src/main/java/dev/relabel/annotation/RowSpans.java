package dev.relabel.annotation;

/** The pixels of a shape that has one run in each of its rows. */
final class RowSpans implements Spans {
  private final int bottom;
  private final Row shape;
  private int row;
  private int from;
  private int to;

  /** The x range of a shape on a horizontal line. */
  private interface Row {
    double left(double y);

    double right(double y);
  }

  private RowSpans(double top, double bottom, Row shape) {
    this.row = Spans.firstCentreFrom(top) - 1;
    this.bottom = Spans.firstCentreFrom(bottom);
    this.shape = shape;
  }

  static RowSpans of(Rectangle box) {
    return new RowSpans(
        box.top(),
        box.bottom(),
        new Row() {
          @Override
          public double left(double y) {
            return box.left();
          }

          @Override
          public double right(double y) {
            return box.right();
          }
        });
  }

  static RowSpans of(Ellipse ellipse) {
    Rectangle box = ellipse.box();
    double centerX = (box.left() + box.right()) / 2;
    double centerY = (box.top() + box.bottom()) / 2;
    return new RowSpans(
        box.top(),
        box.bottom(),
        new Row() {
          private double half(double y) {
            double share = 2 * (y - centerY) / box.height();
            return box.width() / 2 * Math.sqrt(Math.max(0, 1 - share * share));
          }

          @Override
          public double left(double y) {
            return centerX - half(y);
          }

          @Override
          public double right(double y) {
            return centerX + half(y);
          }
        });
  }

  static RowSpans none() {
    return of(new Rectangle(0, 0, 0.25, 0.25));
  }

  @Override
  public boolean next() {
    while (row + 1 < bottom) {
      row++;
      from = Spans.firstCentreFrom(shape.left(row + 0.5));
      to = Spans.firstCentreFrom(shape.right(row + 0.5));
      if (from < to) {
        return true;
      }
    }
    return false;
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
