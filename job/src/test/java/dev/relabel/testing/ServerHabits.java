package dev.relabel.testing;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What a server makes of the geometry that it is given. */
public enum ServerHabits {
  /** Coordinates are rounded to whole pixels. */
  ROUNDS,
  /** What reaches over the image's edge is cut off. */
  CLIPS,
  /** Labels come back in another order each time. */
  REORDERS,
  /** A polygon's corners come back from another start and in the other direction. */
  TURNS_RINGS,
  /** A large mask comes back with a pixel less. */
  ENCODES_MASKS_ANEW;

  // Well within the IoU from which masks count as the same.
  private static final int LARGE_MASK = 200;

  /** Some of them, none as likely as all. */
  public static Set<ServerHabits> some(Random random) {
    Set<ServerHabits> some = EnumSet.noneOf(ServerHabits.class);
    for (ServerHabits each : values()) {
      if (random.nextBoolean()) {
        some.add(each);
      }
    }
    return some;
  }

  /** The label as a server of these habits keeps it. */
  static Label kept(Set<ServerHabits> habits, Label label, int width, int height) {
    Geometry geometry = label.geometry();
    if (habits.contains(CLIPS)) {
      geometry = geometry.clipped(width, height).orElse(geometry);
    }
    if (geometry instanceof Rectangle box && habits.contains(ROUNDS)) {
      geometry = rounded(box);
    } else if (geometry instanceof Polygon polygon) {
      geometry = ring(habits, polygon);
    } else if (geometry instanceof Mask mask && habits.contains(ENCODES_MASKS_ANEW)) {
      geometry = withAPixelLess(mask);
    }
    return label.withGeometry(geometry);
  }

  private static Rectangle rounded(Rectangle box) {
    double left = Math.rint(box.left());
    double top = Math.rint(box.top());
    return new Rectangle(
        left,
        top,
        Math.max(left + 1, Math.rint(box.right())),
        Math.max(top + 1, Math.rint(box.bottom())));
  }

  private static Polygon ring(Set<ServerHabits> habits, Polygon polygon) {
    List<Point> ring = new ArrayList<>(polygon.exterior());
    if (habits.contains(ROUNDS)) {
      ring.replaceAll(point -> new Point(Math.rint(point.x()), Math.rint(point.y())));
    }
    if (habits.contains(TURNS_RINGS)) {
      Collections.reverse(ring);
      Collections.rotate(ring, 1);
    }
    return new Polygon(ring, polygon.holes());
  }

  private static Mask withAPixelLess(Mask mask) {
    if (mask.area() < LARGE_MASK) {
      return mask;
    }
    BitSet pixels = mask.toBitSet();
    pixels.clear(pixels.nextSetBit(0));
    return Mask.of(mask.left(), mask.top(), mask.width(), mask.height(), pixels);
  }
}
