package dev.relabel.drawing;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.text.Normalizer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Letters drawn as lines of one thickness, so that text needs no installed font.
 *
 * <p>Covers ASCII, a few signs, and Latin letters with accents (drawn without them); any other
 * letter is an empty frame. Immutable.
 *
 * @param capHeight height of a capital from the middle of its top line to the middle of its bottom
 *     line, in pixels, positive
 * @param thickness width of the lines, in pixels, positive
 * @param slant how far a capital's top leans to the right, as a share of its height; 0 is upright
 * @param spacing clear space between two letters' lines, as a share of the height of capitals
 */
public record StrokeFont(double capHeight, double thickness, double slant, double spacing) {
  /** Space between words, as a share of the height of capitals, in addition to the spacing. */
  private static final double WORD_SPACE = 0.28;

  /** Latin letters that are no base letter with an accent. */
  private static final Map<String, String> SPELLINGS =
      Map.of(
          "ß", "ss", "ø", "o", "Ø", "O", "æ", "ae", "Æ", "AE", "ł", "l", "Ł", "L", "ı", "i", "đ",
          "d");

  private static final double SPACING = 0.17;

  /** How far the corners that stand for a curve may lie off it, in pixels. */
  private static final double FLATNESS = 0.01;

  public StrokeFont {
    if (!(capHeight > 0 && thickness > 0)) { // so that NaN fails too
      throw new IllegalArgumentException(
          "A font needs a positive height and thickness, not %s and %s"
              .formatted(capHeight, thickness));
    }
  }

  /** An upright font of usual weight. */
  public static StrokeFont regular(double capHeight) {
    return new StrokeFont(capHeight, capHeight * 0.13, 0, SPACING);
  }

  /** An upright font that stays readable when small and on colour. */
  public static StrokeFont medium(double capHeight) {
    return new StrokeFont(capHeight, capHeight * 0.165, 0, SPACING);
  }

  /** An upright font with thick lines. */
  public static StrokeFont bold(double capHeight) {
    return new StrokeFont(capHeight, capHeight * 0.2, 0, SPACING);
  }

  /** The same font, leaning. */
  public StrokeFont withSlant(double otherSlant) {
    return new StrokeFont(capHeight, thickness, otherSlant, spacing);
  }

  /** The same font with other space between its letters. */
  public StrokeFont withSpacing(double otherSpacing) {
    return new StrokeFont(capHeight, thickness, slant, otherSpacing);
  }

  /** From the top of the highest capital's ink to the baseline's middle, in pixels. */
  public double ascent() {
    return capHeight + thickness / 2;
  }

  /** From the baseline's middle to the bottom of the lowest tail's ink, in pixels. */
  public double descent() {
    double tail = (StrokeGlyphs.DEPTH - StrokeGlyphs.CAP_HEIGHT) / StrokeGlyphs.CAP_HEIGHT;
    return capHeight * tail + thickness / 2;
  }

  /** Space that upright text takes from its first to its last ink, in pixels; 0 without letters. */
  public double width(String text) {
    double end = walk(text, 0, null, 0);
    return end == 0 && text.isBlank() ? 0 : end + thickness;
  }

  /** Whether every letter of the text has its own shape in this font. */
  public static boolean covers(String text) {
    return plain(text).codePoints().allMatch(c -> Character.isWhitespace(c) || StrokeGlyphs.has(c));
  }

  /**
   * The centre lines of a text.
   *
   * @param x where its first ink begins, in pixels
   * @param baseline middle of the bottom line of its capitals, in pixels
   */
  public Path2D lines(String text, double x, double baseline) {
    Path2D lines = new Path2D.Double();
    walk(text, x + thickness / 2, lines, baseline);
    return lines;
  }

  /** Everything that a text's ink covers; the arguments are those of {@link #lines}. */
  public Shape ink(String text, double x, double baseline) {
    return stroke().createStrokedShape(lines(text, x, baseline));
  }

  /**
   * The box that touches a text's ink on all four sides, empty without letters; the arguments are
   * those of {@link #lines}.
   */
  public Rectangle2D inkBounds(String text, double x, double baseline) {
    // A path's own bounds hold the control points of its curves too, in some Java versions.
    double[] point = new double[6];
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    PathIterator outline = ink(text, x, baseline).getPathIterator(null, FLATNESS);
    for (; !outline.isDone(); outline.next()) {
      if (outline.currentSegment(point) != PathIterator.SEG_CLOSE) {
        left = Math.min(left, point[0]);
        top = Math.min(top, point[1]);
        right = Math.max(right, point[0]);
        bottom = Math.max(bottom, point[1]);
      }
    }
    return left <= right
        ? new Rectangle2D.Double(left, top, right - left, bottom - top)
        : new Rectangle2D.Double(x, baseline, 0, 0);
  }

  /** Draws a text in the current colour; the arguments are those of {@link #lines}. */
  public void draw(Graphics2D graphics, String text, double x, double baseline) {
    graphics.fill(ink(text, x, baseline));
  }

  private BasicStroke stroke() {
    return new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** Lays the letters out from x on and returns where the last one's line ends. */
  private double walk(String text, double x, @Nullable Path2D into, double baseline) {
    double scale = capHeight / StrokeGlyphs.CAP_HEIGHT;
    double pen = x;
    double end = x;
    for (int codePoint : plain(text).codePoints().toArray()) {
      if (Character.isWhitespace(codePoint)) {
        pen += WORD_SPACE * capHeight + thickness;
        continue;
      }
      StrokeGlyphs.Glyph glyph = StrokeGlyphs.of(codePoint);
      if (into != null) {
        into.append(
            glyph
                .path()
                .getPathIterator(
                    new AffineTransform(
                        scale,
                        0,
                        -slant * scale,
                        scale,
                        pen + slant * capHeight,
                        baseline - capHeight)),
            false);
      }
      end = pen + glyph.width() * scale;
      pen = end + spacing * capHeight + thickness;
    }
    return end;
  }

  /** Accents are dropped from letters that would lack a shape with them. */
  private static String plain(String text) {
    if (text.codePoints().allMatch(c -> c < 128)) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              String letter = Character.toString(c);
              if (StrokeGlyphs.has(c)) {
                plain.append(letter);
                return;
              }
              String base =
                  SPELLINGS.getOrDefault(
                      letter,
                      Normalizer.normalize(letter, Normalizer.Form.NFKD).replaceAll("\\p{M}", ""));
              plain.append(base);
            });
    return plain.toString();
  }
}
