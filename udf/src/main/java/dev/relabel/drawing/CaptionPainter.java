package dev.relabel.drawing;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes class, track and score beside each label, on a plate in the class's colour, wholly on the
 * picture and where there is room off other captions. Confined to one thread.
 */
final class CaptionPainter {
  /** Height of capitals as a share of the picture's mean side. */
  private static final double LETTER_SHARE = 1 / 88.0;

  private static final double SMALLEST_LETTERS = 7.5;
  private static final double LARGEST_LETTERS = 72;

  /** On a tiny picture captions would hide everything; a plate is no taller than this share. */
  private static final double TALLEST_PLATE = 1 / 6.0;

  /** Letters below this cannot be read; a picture that leaves no more room gets no captions. */
  private static final double UNREADABLE = 4.5;

  private static final int LONGEST_NAME = 40;

  /** Objects whose shorter side is up to so many letters high are kept in sight. */
  private static final double SMALL_OBJECT = 5;

  /** Hiding a caption is so many times worse than hiding the same area of a small object. */
  private static final double CAPTION_WEIGHT = 6;

  /** How far, in plates, a caption may move from its box to find room. */
  private static final int FARTHEST = 5;

  private final Graphics2D graphics;
  private final int width;
  private final int height;
  private final double line;
  private final double letters;
  private final List<Rectangle2D> taken = new ArrayList<>();
  private final List<Rectangle2D> smallObjects = new ArrayList<>();

  /**
   * For one picture.
   *
   * @param line width of the shapes' lines, in pixels
   * @param labels all labels that will be written
   */
  CaptionPainter(Graphics2D graphics, int width, int height, double line, List<Label> labels) {
    this.graphics = graphics;
    this.width = width;
    this.height = height;
    this.line = line;
    double side = Math.sqrt((double) width * height);
    this.letters = Math.max(SMALLEST_LETTERS, Math.min(LARGEST_LETTERS, side * LETTER_SHARE));
    for (Label label : labels) {
      Rectangle box = label.geometry().bounds();
      if (Math.min(box.width(), box.height()) <= SMALL_OBJECT * letters) {
        smallObjects.add(new Rectangle2D.Double(box.left(), box.top(), box.width(), box.height()));
      }
    }
  }

  /** Writes the caption of one label. */
  void paint(Label label, Color colour) {
    String text = text(label);
    StrokeFont font = StrokeFont.medium(letters);
    double shrink =
        Math.min(width / plateWidth(font, text), height * TALLEST_PLATE / plateHeight(font));
    if (shrink < 1) {
      font = StrokeFont.medium(letters * shrink);
    }
    if (font.capHeight() < UNREADABLE) {
      return;
    }
    double plateWidth = plateWidth(font, text);
    double plateHeight = plateHeight(font);
    Rectangle2D plate = place(label.geometry().bounds(), plateWidth, plateHeight);
    taken.add(plate);
    double round = plateHeight * 0.3;
    graphics.setColor(colour);
    graphics.fill(
        new RoundRectangle2D.Double(
            plate.getX(), plate.getY(), plateWidth, plateHeight, round, round));
    graphics.setColor(ClassColours.ink(colour));
    font.draw(
        graphics,
        text,
        plate.getX() + padding(font),
        plate.getY() + (plateHeight + font.capHeight()) / 2);
  }

  private static String text(Label label) {
    String name = label.className();
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      name = name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
    }
    if (label.track().isPresent()) {
      name += " #" + label.track().getAsLong();
    }
    return label.score().isPresent()
        ? name + String.format(Locale.ROOT, " %.2f", label.score().getAsDouble())
        : name;
  }

  private static double padding(StrokeFont font) {
    return font.capHeight() * 0.5;
  }

  private static double plateWidth(StrokeFont font, String text) {
    return font.width(text) + 2 * padding(font);
  }

  /** Room for tails below the baseline, and the same above the capitals. */
  private static double plateHeight(StrokeFont font) {
    return font.capHeight() + 2 * (font.descent() + font.capHeight() * 0.1);
  }

  /** The first free place of those around the box, or the one that hides least. */
  private Rectangle2D place(Rectangle box, double plateWidth, double plateHeight) {
    double half = line / 2;
    double left = box.left() - half;
    double above = box.top() - half - plateHeight;
    double below = box.bottom() + half;
    double flushRight = box.right() + half - plateWidth;
    List<double[]> corners = new ArrayList<>();
    boolean low = box.height() < 3 * plateHeight;
    double beside = low ? (box.top() + box.bottom() - plateHeight) / 2 : box.top() - half;
    if (above >= 0) {
      corners.add(new double[] {left, above});
    }
    if (low) {
      corners.add(new double[] {box.right() + half, beside});
    }
    corners.add(new double[] {left, box.top() - half});
    corners.add(new double[] {left, below});
    corners.add(new double[] {flushRight, above});
    corners.add(new double[] {flushRight, below});
    corners.add(new double[] {box.right() + half, beside});
    corners.add(new double[] {left - plateWidth, beside});
    for (int step = 1; step <= FARTHEST; step++) {
      corners.add(new double[] {left, above - step * plateHeight});
      corners.add(new double[] {left, below + step * plateHeight});
    }
    Rectangle2D best = null;
    double leastHidden = Double.POSITIVE_INFINITY;
    for (double[] corner : corners) {
      Rectangle2D plate =
          new Rectangle2D.Double(
              Math.max(0, Math.min(width - plateWidth, corner[0])),
              Math.max(0, Math.min(height - plateHeight, corner[1])),
              plateWidth,
              plateHeight);
      double hidden = hidden(plate);
      if (hidden < leastHidden) {
        leastHidden = hidden;
        best = plate;
      }
      if (hidden == 0) {
        break;
      }
    }
    if (best == null) {
      throw new IllegalStateException("No place tried for a caption beside " + box);
    }
    return best;
  }

  /** How bad it is to cover this place, 0 for free. */
  private double hidden(Rectangle2D plate) {
    double hidden = 0;
    for (Rectangle2D caption : taken) {
      hidden += CAPTION_WEIGHT * shared(plate, caption);
    }
    for (Rectangle2D object : smallObjects) {
      hidden += shared(plate, object);
    }
    return hidden;
  }

  private static double shared(Rectangle2D a, Rectangle2D b) {
    double width = Math.min(a.getMaxX(), b.getMaxX()) - Math.max(a.getX(), b.getX());
    double height = Math.min(a.getMaxY(), b.getMaxY()) - Math.max(a.getY(), b.getY());
    return Math.max(0, width) * Math.max(0, height);
  }
}
