package dev.relabel.annotation;

import java.util.Arrays;

/**
 * The area that two convex rings share, by clipping one with each edge of the other (Sutherland and
 * Hodgman, "Reentrant polygon clipping", 1974).
 *
 * <p>Rings are {@code x0, y0, x1, y1, …}, clockwise on the image.
 */
final class ConvexClip {
  private ConvexClip() {}

  /** The shared area in square pixels; the same bits whichever ring comes first. */
  static double shared(double[] one, double[] other) {
    boolean inOrder = Arrays.compare(one, other) <= 0;
    double[] clip = inOrder ? other : one;
    double[] ring = (inOrder ? one : other).clone();
    // Near the origin the digits of small shapes survive the multiplications.
    double originX = ring[0];
    double originY = ring[1];
    for (int i = 0; i < ring.length; i += 2) {
      ring[i] -= originX;
      ring[i + 1] -= originY;
    }
    for (int i = 0; i < clip.length && ring.length > 0; i += 2) {
      int j = (i + 2) % clip.length;
      ring =
          rightOf(
              ring,
              clip[i] - originX,
              clip[i + 1] - originY,
              clip[j] - clip[i],
              clip[j + 1] - clip[i + 1]);
    }
    return Math.max(0, area(ring));
  }

  /**
   * The part of a ring on the right hand of someone who stands at (x, y) and looks along (dx, dy).
   */
  private static double[] rightOf(double[] ring, double x, double y, double dx, double dy) {
    double[] kept = new double[2 * ring.length];
    int count = 0;
    double px = ring[ring.length - 2];
    double py = ring[ring.length - 1];
    double pSide = dx * (py - y) - dy * (px - x);
    for (int k = 0; k < ring.length; k += 2) {
      double qx = ring[k];
      double qy = ring[k + 1];
      double qSide = dx * (qy - y) - dy * (qx - x);
      if ((pSide < 0 && qSide > 0) || (pSide > 0 && qSide < 0)) {
        double share = pSide / (pSide - qSide);
        kept[count++] = px + share * (qx - px);
        kept[count++] = py + share * (qy - py);
      }
      if (qSide >= 0) {
        kept[count++] = qx;
        kept[count++] = qy;
      }
      px = qx;
      py = qy;
      pSide = qSide;
    }
    return Arrays.copyOf(kept, count);
  }

  private static double area(double[] ring) {
    double twice = 0;
    for (int i = 0; i < ring.length; i += 2) {
      int j = (i + 2) % ring.length;
      twice += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
    }
    return twice / 2;
  }
}
