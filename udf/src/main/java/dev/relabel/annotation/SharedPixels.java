package dev.relabel.annotation;

/**
 * Pixel counts of two shapes, whole numbers for which doubles are exact.
 *
 * @param first pixels of the first shape
 * @param second pixels of the second shape
 * @param shared pixels of both
 */
record SharedPixels(double first, double second, double shared) {

  /** Counts by walking both in step; no image is allocated. */
  static SharedPixels of(Spans a, Spans b) {
    double first = 0;
    double second = 0;
    double shared = 0;
    boolean inA = a.next();
    boolean inB = b.next();
    if (inA) {
      first += a.to() - a.from();
    }
    if (inB) {
      second += b.to() - b.from();
    }
    while (inA || inB) {
      if (inA && inB && a.row() == b.row()) {
        shared += Math.max(0, Math.min(a.to(), b.to()) - Math.max(a.from(), b.from()));
      }
      if (inA && (!inB || a.row() < b.row() || (a.row() == b.row() && a.to() <= b.to()))) {
        inA = a.next();
        first += inA ? a.to() - a.from() : 0;
      } else {
        inB = b.next();
        second += inB ? b.to() - b.from() : 0;
      }
    }
    return new SharedPixels(first, second, shared);
  }
}
