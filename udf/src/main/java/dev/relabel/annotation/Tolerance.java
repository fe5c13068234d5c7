package dev.relabel.annotation;

/**
 * How far two labels may differ and still count as the same, one of them being what a server made
 * of the other.
 *
 * @param pixels how far each coordinate may have moved, in pixels, 0 or more
 * @param maskIou the least IoU of two masks, above 0 and at most 1; 1 asks for the same pixels
 * @param score how far scores may lie apart, in 0–1; compared only where both labels have one
 */
public record Tolerance(double pixels, double maskIou, double score) {

  /**
   * For what servers do: coordinates rounded to whole pixels either way (Supervisely and Geti move
   * an edge by up to 1 pixel), masks re-encoded, scores cut to two digits.
   */
  public static final Tolerance SERVER = new Tolerance(1, 0.99, 0.01);

  /** For values that nobody has rounded; only another spelling of the same shape is the same. */
  public static final Tolerance EXACT = new Tolerance(0, 1, 0);

  public Tolerance {
    if (!(pixels >= 0 && Double.isFinite(pixels))) {
      throw new IllegalArgumentException("A tolerance in pixels is 0 or more, not " + pixels);
    }
    if (!(maskIou > 0 && maskIou <= 1)) {
      throw new IllegalArgumentException(
          "The least IoU of masks is above 0 and at most 1, not " + maskIou);
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("A tolerance of scores lies in 0–1, not " + score);
    }
  }

  /** The same with another tolerance of coordinates. */
  public Tolerance withPixels(double other) {
    return new Tolerance(other, maskIou, score);
  }
}
