package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Shapes for properties, all within about 0–40 pixels, from a seeded source. */
final class RandomShapes {
  static final List<GeometryKind> AREAS =
      List.of(
          GeometryKind.RECTANGLE,
          GeometryKind.ORIENTED_RECTANGLE,
          GeometryKind.ELLIPSE,
          GeometryKind.POLYGON,
          GeometryKind.MASK);

  private final Random random;

  RandomShapes(Random random) {
    this.random = random;
  }

  Geometry of(GeometryKind kind) {
    return switch (kind) {
      case RECTANGLE -> rectangle();
      case ORIENTED_RECTANGLE ->
          new OrientedRectangle(
              between(16, 26), between(16, 26), between(3, 22), between(3, 22), between(-10, 10));
      case ELLIPSE -> new Ellipse(rectangle());
      case POLYGON ->
          switch (random.nextInt(3)) {
            case 0 -> star(3 + random.nextInt(12));
            case 1 -> scribble(3 + random.nextInt(7));
            default -> withHole();
          };
      case MASK -> mask(1 + random.nextInt(24), 1 + random.nextInt(24), between(0.1, 0.95));
      case POLYLINE -> new Polyline(scribble(3 + random.nextInt(7)).exterior());
      case POINT -> point();
      case KEYPOINTS ->
          new Keypoints(
              List.of(
                  new Keypoints.Node("nose", point(), true),
                  new Keypoints.Node("ear", point(), random.nextBoolean())));
      case IMAGE -> WholeImage.INSTANCE;
    };
  }

  Rectangle rectangle() {
    double left = between(0, 25);
    double top = between(0, 25);
    return new Rectangle(left, top, left + between(1, 15), top + between(1, 15));
  }

  /** A simple polygon, mostly concave. */
  Polygon star(int corners) {
    return new Polygon(starRing(corners, between(14, 26), between(14, 26), 3, 14), List.of());
  }

  /** Corners anywhere: the outline crosses itself. */
  Polygon scribble(int corners) {
    List<Point> ring = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      ring.add(point());
    }
    return new Polygon(ring, List.of());
  }

  /** A star with a hole, which may reach beyond it. */
  Polygon withHole() {
    double x = between(14, 26);
    double y = between(14, 26);
    return new Polygon(
        starRing(9, x, y, 8, 14),
        List.of(starRing(5, x + between(-4, 4), y + between(-4, 4), 1, 7)));
  }

  private List<Point> starRing(int corners, double x, double y, double near, double far) {
    List<Point> ring = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * (i + between(0, 0.9)) / corners;
      double radius = between(near, far);
      ring.add(new Point(x + radius * Math.cos(angle), y + radius * Math.sin(angle)));
    }
    return ring;
  }

  Mask mask(int width, int height, double density) {
    BitSet set = new BitSet();
    for (int i = 0; i < width * height; i++) {
      set.set(i, random.nextDouble() < density);
    }
    set.set(random.nextInt(width * height));
    return Mask.of(5 + random.nextInt(10), 5 + random.nextInt(10), width, height, set);
  }

  private Point point() {
    return new Point(between(0, 40), between(0, 40));
  }

  double between(double least, double most) {
    return least + random.nextDouble() * (most - least);
  }
}
