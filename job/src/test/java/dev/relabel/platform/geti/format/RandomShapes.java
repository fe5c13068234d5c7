package dev.relabel.platform.geti.format;

import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Shapes on an image of {@value #WIDTH} × {@value #HEIGHT} pixels, from a seeded source. */
public final class RandomShapes {
  public static final int WIDTH = 640;
  public static final int HEIGHT = 480;

  /** Those that Geti has itself. */
  static final List<GeometryKind> SHARED =
      List.of(
          GeometryKind.RECTANGLE,
          GeometryKind.ORIENTED_RECTANGLE,
          GeometryKind.ELLIPSE,
          GeometryKind.POLYGON,
          GeometryKind.KEYPOINTS);

  private final Random random;

  public RandomShapes(long seed) {
    this.random = new Random(seed);
  }

  public Geometry of(GeometryKind kind) {
    return switch (kind) {
      case RECTANGLE -> box();
      case ELLIPSE -> new Ellipse(box());
      case ORIENTED_RECTANGLE ->
          new OrientedRectangle(
              between(100, 500),
              between(100, 400),
              between(3, 300),
              between(3, 300),
              between(-9, 9));
      case POLYGON -> new Polygon(star(3 + random.nextInt(20)), List.of());
      case KEYPOINTS ->
          new Keypoints(
              List.of(
                  new Keypoints.Node(
                      "nose",
                      new Point(between(0, WIDTH), between(0, HEIGHT)),
                      random.nextBoolean())));
      case MASK -> mask();
      default -> throw new IllegalArgumentException("No random " + kind);
    };
  }

  private Rectangle box() {
    double left = between(0, WIDTH - 40);
    double top = between(0, HEIGHT - 40);
    return new Rectangle(
        left, top, between(left + 1, left + 1 + 38), between(top + 1, top + 1 + 38));
  }

  private List<Point> star(int corners) {
    double x = between(150, 450);
    double y = between(150, 330);
    List<Point> ring = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      double radius = between(40, 140);
      ring.add(new Point(x + radius * Math.cos(angle), y + radius * Math.sin(angle)));
    }
    return ring;
  }

  private Mask mask() {
    int width = 1 + random.nextInt(40);
    int height = 1 + random.nextInt(40);
    BitSet set = new BitSet();
    for (int i = 0; i < width * height; i++) {
      set.set(i, random.nextInt(4) > 0);
    }
    set.set(random.nextInt(width * height));
    return Mask.of(random.nextInt(600), random.nextInt(440), width, height, set);
  }

  private double between(double low, double high) {
    return low + random.nextDouble() * (high - low);
  }
}
