package dev.relabel.export;

import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers behind the class in a line of a label file: shares of the image's width and height,
 * rounded to millionths, never outside 0–1, as Ultralytics drops files in which one is.
 */
final class YoloLines {
  /** How far a polygon may lie off the ellipse that it stands for, in pixels. */
  private static final double ELLIPSE_ERROR = 0.25;

  private static final double STEPS = 1e6;

  private final int width;
  private final int height;

  YoloLines(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Centre and size of the part of a box that is on the image; empty if nothing of it is. */
  Optional<String> box(Rectangle box) {
    double left = x(box.left());
    double right = x(box.right());
    double top = y(box.top());
    double bottom = y(box.bottom());
    if (!(right > left && bottom > top)) {
      return Optional.empty();
    }
    StringBuilder line = new StringBuilder();
    add(line, (left + right) / 2);
    add(line, (top + bottom) / 2);
    add(line, right - left);
    add(line, bottom - top);
    return Optional.of(line.toString());
  }

  /** The four corners of a box, each moved onto the image; empty if nothing of it is there. */
  Optional<String> corners(Geometry box) {
    if (!isOnImage(box.bounds())) {
      return Optional.empty();
    }
    Polygon corners =
        box instanceof OrientedRectangle turned
            ? turned.corners()
            : Conversions.toPolygon(box.bounds());
    return Optional.of(points(corners.exterior()));
  }

  /**
   * The outline of what is on the image; empty if nothing is. An outline is one ring here: holes,
   * and parts that do not hang together, are joined to it by ways that are gone there and back, so
   * that they cover nothing when it is filled by the even-odd rule.
   */
  Optional<String> outline(Geometry shape) {
    Geometry polygon =
        shape instanceof OrientedRectangle turned
            ? turned.corners()
            : shape instanceof Ellipse ellipse
                ? Conversions.toPolygon(ellipse, ELLIPSE_ERROR)
                : shape;
    return polygon.clipped(width, height).map(YoloLines::rings).map(rings -> points(joined(rings)));
  }

  private static List<List<Point>> rings(Geometry shape) {
    List<Polygon> parts =
        shape instanceof Mask mask
            ? Conversions.toPolygons(mask)
            : shape instanceof Polygon polygon
                ? List.of(polygon)
                : List.of(Conversions.toPolygon(shape.bounds()));
    List<List<Point>> rings = new ArrayList<>();
    for (Polygon part : parts) {
      rings.add(part.exterior());
      rings.addAll(part.holes());
    }
    return rings;
  }

  private static List<Point> joined(List<List<Point>> rings) {
    if (rings.size() == 1) {
      return rings.get(0);
    }
    List<Point> all = new ArrayList<>();
    for (List<Point> ring : rings) {
      all.addAll(ring);
      all.add(ring.get(0));
    }
    for (int i = rings.size() - 2; i > 0; i--) {
      all.add(rings.get(i).get(0));
    }
    return all;
  }

  /**
   * The box around the nodes on the image, then the nodes by name: x, y and 2 where it is seen, 1
   * where it is not; zeros for one that is missing or off the image. Empty if none is on it.
   */
  Optional<String> nodes(Keypoints keypoints, List<String> names) {
    return keypoints
        .clipped(width, height)
        .filter(Keypoints.class::isInstance)
        .map(Keypoints.class::cast)
        .flatMap(onImage -> box(onImage.bounds()).map(box -> box + nodesOnly(onImage, names)));
  }

  private String nodesOnly(Keypoints keypoints, List<String> names) {
    StringBuilder line = new StringBuilder();
    for (String name : names) {
      Optional<Keypoints.Node> node =
          keypoints.nodes().stream().filter(each -> each.name().equals(name)).findFirst();
      if (node.isPresent()) {
        add(line, x(node.get().at().x()));
        add(line, y(node.get().at().y()));
        line.append(node.get().visible() ? " 2" : " 1");
      } else {
        line.append(" 0 0 0");
      }
    }
    return line.toString();
  }

  private boolean isOnImage(Rectangle bounds) {
    return bounds.right() > 0
        && bounds.bottom() > 0
        && bounds.left() < width
        && bounds.top() < height;
  }

  private String points(List<Point> points) {
    StringBuilder line = new StringBuilder();
    for (Point point : points) {
      add(line, x(point.x()));
      add(line, y(point.y()));
    }
    return line.toString();
  }

  private double x(double pixels) {
    return Math.max(0, Math.min(1, pixels / width));
  }

  private double y(double pixels) {
    return Math.max(0, Math.min(1, pixels / height));
  }

  private static void add(StringBuilder line, double share) {
    double rounded = Math.rint(share * STEPS) / STEPS;
    line.append(' ').append(BigDecimal.valueOf(rounded).stripTrailingZeros().toPlainString());
  }
}
