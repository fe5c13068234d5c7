package dev.relabel.demo;

import dev.relabel.drawing.StrokeFont;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;

/**
 * A sign with some lines of text, drawn with its middle at the origin.
 *
 * @param lines its lines from top to bottom, at least one
 * @param font letters of its lines
 * @param face colour of the plate
 * @param ink colour of the letters and the rim
 * @param form outline
 */
record Plate(List<String> lines, StrokeFont font, Color face, Color ink, Form form) {
  /** How the plate is cut. */
  enum Form {
    ROUNDED,
    SQUARE,
    ARROW
  }

  /** Lines keep so far apart that no detector takes two of them for one. */
  private static final double LEADING = 2.1;

  Plate {
    lines = List.copyOf(lines);
  }

  /** Widest line and some air around it. */
  double width() {
    double widest = lines.stream().mapToDouble(font::width).max().orElseThrow();
    return widest + font.capHeight() * (form == Form.ARROW ? 3.4 : 2.2);
  }

  double height() {
    return font.capHeight() * (LEADING * (lines.size() - 1) + 2.7);
  }

  /** Draws the plate, its shadow, rim, screws and lines. */
  void draw(Scene scene) {
    double cap = font.capHeight();
    Rectangle2D box = new Rectangle2D.Double(-width() / 2, -height() / 2, width(), height());
    scene.at(cap * 0.12, cap * 0.16, 0, () -> scene.fill(outline(box), new Color(0, 0, 0, 70)));
    scene.fill(outline(box), face);
    double rim = cap * 0.14;
    Rectangle2D inner =
        new Rectangle2D.Double(
            box.getX() + rim * 1.5,
            box.getY() + rim * 1.5,
            box.getWidth() - rim * 3,
            box.getHeight() - rim * 3);
    scene.graphics().setColor(ink);
    scene.graphics().setStroke(new BasicStroke((float) (rim * 0.7)));
    scene.graphics().draw(outline(inner));
    double screw = cap * 0.16;
    for (int side = -1; side <= 1; side += 2) {
      double x = side * (box.getWidth() / 2 - cap * (form == Form.ARROW ? 1.1 : 0.62));
      scene.fill(
          new Ellipse2D.Double(x - screw / 2, -screw / 2, screw, screw), new Color(0x9A9A96));
    }
    double baseline = -LEADING * cap * (lines.size() - 1) / 2 + cap / 2;
    for (String line : lines) {
      scene.writeCentred(line, font, 0, baseline, ink);
      baseline += LEADING * cap;
    }
    scene.notePlate(box);
  }

  private Shape outline(Rectangle2D box) {
    double cap = font.capHeight();
    if (form == Form.ROUNDED) {
      return new RoundRectangle2D.Double(
          box.getX(), box.getY(), box.getWidth(), box.getHeight(), cap * 0.7, cap * 0.7);
    }
    if (form == Form.SQUARE) {
      return box;
    }
    double head = Math.min(box.getHeight() / 2, cap * 1.1);
    Path2D arrow = new Path2D.Double();
    arrow.moveTo(box.getMinX(), box.getMinY());
    arrow.lineTo(box.getMaxX() - head, box.getMinY());
    arrow.lineTo(box.getMaxX(), box.getCenterY());
    arrow.lineTo(box.getMaxX() - head, box.getMaxY());
    arrow.lineTo(box.getMinX(), box.getMaxY());
    arrow.closePath();
    return arrow;
  }
}
