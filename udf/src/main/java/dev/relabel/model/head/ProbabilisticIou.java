package dev.relabel.model.head;

/**
 * Overlap of turned boxes, each taken as a Gaussian with the box's moments: 1 − Hellinger distance
 * (Llerena and others, 2021, "Gaussian Bounding Boxes and Probabilistic Intersection-over-Union").
 * What the YOLO families suppress turned boxes by, so that their thresholds fit.
 *
 * @param layout of the table
 * @param angle which number of an object is its angle in radians
 */
record ProbabilisticIou(OutputSlice table, RowLayout layout, int angle) implements Overlap {
  private static final double EPSILON = 1e-7;

  /** Centre and covariance. */
  private record Gaussian(double x, double y, double a, double b, double c) {
    double determinant() {
      return Math.max(0, a * b - c * c);
    }
  }

  @Override
  public double of(Candidates found, int first, int second) {
    Gaussian p = gaussian(found, first);
    Gaussian q = gaussian(found, second);
    double a = p.a + q.a;
    double b = p.b + q.b;
    double c = p.c + q.c;
    double dx = p.x - q.x;
    double dy = p.y - q.y;
    double both = a * b - c * c;
    double distance =
        (a * dy * dy + b * dx * dx) / (both + EPSILON) / 4 - c * dx * dy / (both + EPSILON) / 2;
    double spread =
        Math.log(both / (4 * Math.sqrt(p.determinant() * q.determinant()) + EPSILON) + EPSILON) / 2;
    double bhattacharyya = Math.max(EPSILON, Math.min(100, distance + spread));
    return 1 - Math.sqrt(1 - Math.exp(-bhattacharyya) + EPSILON);
  }

  private Gaussian gaussian(Candidates found, int index) {
    double width = (double) found.right(index) - found.left(index);
    double height = (double) found.bottom(index) - found.top(index);
    double turn = layout.at(table, found.row(index), angle);
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    double along = width * width / 12;
    double across = height * height / 12;
    return new Gaussian(
        ((double) found.left(index) + found.right(index)) / 2,
        ((double) found.top(index) + found.bottom(index)) / 2,
        along * cos * cos + across * sin * sin,
        along * sin * sin + across * cos * cos,
        (along - across) * cos * sin);
  }
}
