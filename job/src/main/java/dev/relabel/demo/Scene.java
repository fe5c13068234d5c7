package dev.relabel.demo;

import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.drawing.StrokeFont;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A picture being drawn, which remembers where it wrote text and put up signs.
 *
 * <p>Coordinates of the drawing methods are those of the current transform, so that a tilted plate
 * is drawn as an upright one; what is remembered is in pixels. Confined to one thread.
 */
final class Scene {
  /** Air that a person leaves around text when boxing it, as a share of the capitals' height. */
  private static final double AIR = 0.1;

  /** Different strengths of noise, a power of two. */
  private static final int GRAINS = 1 << 12;

  private final BufferedImage image;
  private final Graphics2D graphics;
  private final Random random;
  private final List<TextBox> texts = new ArrayList<>();
  private final List<Rectangle> plates = new ArrayList<>();

  Scene(int width, int height, Random random) {
    this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.graphics = image.createGraphics();
    this.random = random;
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    // The default rounds lines to whole pixels, which would move letters against their boxes.
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  int width() {
    return image.getWidth();
  }

  int height() {
    return image.getHeight();
  }

  Random random() {
    return random;
  }

  Graphics2D graphics() {
    return graphics;
  }

  /** A whole number between two, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** Some of these, none twice and none that is on the picture already. */
  List<String> pickUnused(int count, String... choices) {
    List<String> left = new ArrayList<>(List.of(choices));
    texts.forEach(used -> left.remove(used.text()));
    List<String> picked = new ArrayList<>();
    while (picked.size() < count) {
      picked.add(left.remove(random.nextInt(left.size())));
    }
    return picked;
  }

  /** One of these. */
  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Fills a shape. */
  void fill(Shape shape, Color colour) {
    graphics.setColor(colour);
    graphics.fill(shape);
  }

  /** Draws something in a frame of its own: moved, then turned clockwise about the new origin. */
  void at(double x, double y, double degrees, Runnable drawing) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(StrictMath.toRadians(degrees));
    drawing.run();
    graphics.setTransform(before);
  }

  /** Writes one line of text and remembers its box. */
  void write(String text, StrokeFont font, double x, double baseline, Color colour) {
    graphics.setColor(colour);
    font.draw(graphics, text, x, baseline);
    Rectangle2D ink = font.inkBounds(text, x, baseline);
    double air = AIR * font.capHeight();
    texts.add(
        new TextBox(
            text,
            corners(
                new Rectangle2D.Double(
                    ink.getX() - air,
                    ink.getY() - air,
                    ink.getWidth() + 2 * air,
                    ink.getHeight() + 2 * air))));
  }

  /** Writes one line of text with its middle at x. */
  void writeCentred(String text, StrokeFont font, double x, double baseline, Color colour) {
    write(text, font, x - font.width(text) / 2, baseline, colour);
  }

  /** Remembers that a sign fills this box. */
  void notePlate(Rectangle2D box) {
    plates.add(corners(box).bounds());
  }

  private Polygon corners(Rectangle2D box) {
    double[] ring = {
      box.getMinX(), box.getMinY(), box.getMaxX(), box.getMinY(),
      box.getMaxX(), box.getMaxY(), box.getMinX(), box.getMaxY()
    };
    graphics.getTransform().transform(ring, 0, ring, 0, 4);
    return Polygon.of(ring);
  }

  /** Adds a camera's noise: to each pixel a normal one of this deviation. */
  void addNoise(double deviation) {
    // Drawing a normal number for each of 30 million pixels would be most of the demo's time.
    double[] grains = new double[GRAINS];
    for (int i = 0; i < GRAINS; i++) {
      grains[i] = random.nextGaussian() * deviation;
    }
    int[] row = new int[width()];
    for (int y = 0; y < height(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        int dice = random.nextInt();
        double grain = grains[dice & GRAINS - 1];
        // A little colour in it looks more like a sensor than grey alone.
        double tint = (dice >>> 28) / 4.0 - 2;
        int red = noisy(row[x] >> 16, grain);
        int green = noisy(row[x] >> 8, grain);
        int blue = noisy(row[x], grain + tint);
        row[x] = red << 16 | green << 8 | blue;
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
  }

  private static int noisy(int channel, double grain) {
    return (int) Math.max(0, Math.min(255, Math.rint((channel & 255) + grain)));
  }

  /** The texts written so far. */
  List<TextBox> texts() {
    return List.copyOf(texts);
  }

  /** The upright boxes, in pixels, around the signs put up so far. */
  List<Rectangle> plates() {
    return List.copyOf(plates);
  }

  /** The pixels; drawing ends here. */
  BufferedImage finish() {
    graphics.dispose();
    return image;
  }
}
