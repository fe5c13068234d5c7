package dev.relabel.drawing;

import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.BitSet;
import java.util.List;

/**
 * Draws geometries: a line in the class's colour with a dark hem, which keeps it visible on any
 * background, and a light filling of areas that are no plain boxes. Confined to one thread.
 */
final class ShapePainter {
  /** Line width as a share of the picture's mean side. */
  private static final double LINE_SHARE = 1 / 420.0;

  private static final double THINNEST_LINE = 1.6;
  private static final int FILL_ALPHA = 46;
  private static final int MASK_ALPHA = 105;
  private static final Color HEM = new Color(0, 0, 0, 110);

  private final Graphics2D graphics;
  private final int width;
  private final int height;
  private final double line;

  ShapePainter(Graphics2D graphics, int width, int height) {
    this.graphics = graphics;
    this.width = width;
    this.height = height;
    this.line = Math.max(THINNEST_LINE, Math.sqrt((double) width * height) * LINE_SHARE);
  }

  /** Width of the lines, in pixels. */
  double lineWidth() {
    return line;
  }

  /** Draws one geometry; what lies outside the picture is cut off. */
  void paint(Geometry geometry, Color colour) {
    if (geometry instanceof Rectangle box) {
      box(box, colour);
    } else if (geometry instanceof OrientedRectangle box) {
      outline(ring(box.corners().exterior(), true), colour);
    } else if (geometry instanceof Ellipse ellipse) {
      Rectangle box = ellipse.box();
      area(new Ellipse2D.Double(box.left(), box.top(), box.width(), box.height()), colour);
    } else if (geometry instanceof Polygon polygon) {
      Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
      path.append(ring(polygon.exterior(), true), false);
      polygon.holes().forEach(hole -> path.append(ring(hole, true), false));
      area(path, colour);
    } else if (geometry instanceof Polyline polyline) {
      outline(ring(polyline.points(), false), colour);
    } else if (geometry instanceof Mask mask) {
      mask(mask, colour);
    } else if (geometry instanceof Point point) {
      dot(point, line * 2.4, colour, true);
    } else if (geometry instanceof Keypoints keypoints) {
      keypoints.nodes().forEach(node -> dot(node.at(), line * 1.9, colour, node.visible()));
    }
  }

  /** Upright lines cover whole pixels, or they would look blurred beside slanted ones. */
  private void box(Rectangle box, Color colour) {
    int whole = (int) Math.max(1, Math.rint(line));
    double left = snapped(box.left(), whole, width);
    double top = snapped(box.top(), whole, height);
    double right = snapped(box.right(), whole, width);
    double bottom = snapped(box.bottom(), whole, height);
    outline(new Rectangle2D.Double(left, top, right - left, bottom - top), colour, whole);
  }

  /**
   * The middle of a line of whole pixels near an edge. An edge on the picture's border, where half
   * its line would be lost, moves inside.
   */
  private static double snapped(double edge, int whole, int length) {
    double half = whole / 2.0;
    double inside = edge;
    if (edge >= 0 && edge <= length) {
      inside = Math.max(half, Math.min(length - half, edge));
    }
    return whole % 2 == 0 ? Math.rint(inside) : Math.floor(inside) + 0.5;
  }

  private static Path2D ring(List<Point> points, boolean closed) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.get(0).x(), points.get(0).y());
    for (Point point : points.subList(1, points.size())) {
      path.lineTo(point.x(), point.y());
    }
    if (closed) {
      path.closePath();
    }
    return path;
  }

  private void area(Shape shape, Color colour) {
    graphics.setColor(translucent(colour, FILL_ALPHA));
    graphics.fill(shape);
    outline(shape, colour);
  }

  private void outline(Shape shape, Color colour) {
    outline(shape, colour, line);
  }

  private void outline(Shape shape, Color colour, double width) {
    graphics.setColor(HEM);
    graphics.setStroke(stroke(width * 1.7));
    graphics.draw(shape);
    graphics.setColor(colour);
    graphics.setStroke(stroke(width));
    graphics.draw(shape);
  }

  private void dot(Point at, double radius, Color colour, boolean filled) {
    Shape disc = new Ellipse2D.Double(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius);
    if (filled) {
      graphics.setColor(HEM);
      graphics.setStroke(stroke(line * 1.6));
      graphics.draw(disc);
      graphics.setColor(colour);
      graphics.fill(disc);
      graphics.setColor(Color.WHITE);
      graphics.setStroke(stroke(line * 0.6));
      graphics.draw(disc);
    } else {
      outline(disc, colour);
    }
  }

  private void mask(Mask mask, Color colour) {
    BitSet set = mask.toBitSet();
    Color filling = translucent(colour, MASK_ALPHA);
    int thickness = (int) Math.max(1, Math.rint(line * 0.8));
    for (int y = 0; y < mask.height(); y++) {
      int row = y * mask.width();
      int end = row + mask.width();
      for (int from = set.nextSetBit(row); from >= 0 && from < end; ) {
        int to = Math.min(end, set.nextClearBit(from));
        graphics.setColor(filling);
        graphics.fillRect(mask.left() + from - row, mask.top() + y, to - from, 1);
        from = set.nextSetBit(to);
      }
    }
    graphics.setColor(colour);
    for (int at = set.nextSetBit(0); at >= 0; at = set.nextSetBit(at + 1)) {
      int x = at % mask.width();
      int y = at / mask.width();
      if (onEdge(set, x, y, mask.width(), mask.height())) {
        graphics.fillRect(
            mask.left() + x - (thickness - 1) / 2,
            mask.top() + y - (thickness - 1) / 2,
            thickness,
            thickness);
      }
    }
  }

  private static boolean onEdge(BitSet set, int x, int y, int width, int height) {
    int at = y * width + x;
    return x == 0
        || y == 0
        || x == width - 1
        || y == height - 1
        || !set.get(at - 1)
        || !set.get(at + 1)
        || !set.get(at - width)
        || !set.get(at + width);
  }

  private static Color translucent(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }

  private static BasicStroke stroke(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
