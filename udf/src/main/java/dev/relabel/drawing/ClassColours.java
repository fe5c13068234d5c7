package dev.relabel.drawing;

import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A colour for each class: always the same one for the same name, easy to tell from its
 * neighbours', readable under black or white letters. Immutable.
 *
 * <p>Hues follow each other by the golden angle, so that any number of classes spreads evenly over
 * the circle; they are those of OKLCH (Björn Ottosson, 2020), in which equal steps look equal and
 * yellow is no brighter than blue.
 */
public final class ClassColours {
  private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

  /** The first hue, a blue. */
  private static final double FIRST_HUE = Math.toRadians(255);

  /** Neighbours on the circle differ in lightness as well. */
  private static final double[] LIGHTNESS = {0.68, 0.8, 0.58};

  private static final double CHROMA = 0.2;

  /**
   * Luminance that asks for black letters. The ratio's own balance lies at 0.18, but on strong
   * colours of middle lightness most people read white more easily.
   */
  private static final double WHITE_INK_BELOW = 0.27;

  /** Names outside the list take one of so many places on the circle. */
  private static final int PLACES = 997;

  private final Map<String, Integer> order = new HashMap<>();

  /** Colours by the place of a class in this list; other classes get one by their name alone. */
  public ClassColours(List<String> classes) {
    for (String name : classes) {
      order.putIfAbsent(name, order.size());
    }
  }

  /** The colour of a class. */
  public Color of(String className) {
    Integer place = order.get(className);
    if (place != null) {
      return colour(place);
    }
    CRC32 hash = new CRC32();
    hash.update(className.getBytes(StandardCharsets.UTF_8));
    return colour((int) (hash.getValue() % PLACES));
  }

  /**
   * Black or white, whichever is easier to read on a colour; at least 3:1 by the contrast ratio of
   * WCAG 2.
   */
  public static Color ink(Color background) {
    double luminance =
        0.2126 * linear(background.getRed())
            + 0.7152 * linear(background.getGreen())
            + 0.0722 * linear(background.getBlue());
    return luminance < WHITE_INK_BELOW ? Color.WHITE : Color.BLACK;
  }

  private static Color colour(int place) {
    double hue = FIRST_HUE + place * GOLDEN_ANGLE;
    double lightness = LIGHTNESS[place % LIGHTNESS.length];
    // The screen cannot show every hue at this strength; weaken those until it can.
    for (double chroma = CHROMA; ; chroma -= 0.01) {
      double[] rgb = linearRgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
      if (chroma <= 0 || inRange(rgb)) {
        return new Color(encoded(rgb[0]), encoded(rgb[1]), encoded(rgb[2]));
      }
    }
  }

  private static double[] linearRgb(double lightness, double a, double b) {
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    return new double[] {
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    };
  }

  private static double cube(double x) {
    return x * x * x;
  }

  private static boolean inRange(double[] rgb) {
    for (double channel : rgb) {
      if (channel < 0 || channel > 1) {
        return false;
      }
    }
    return true;
  }

  /** The transfer curve of sRGB, from light to its 0–255 code. */
  private static int encoded(double light) {
    double clipped = Math.max(0, Math.min(1, light));
    double code =
        clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * Math.pow(clipped, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * code);
  }

  private static double linear(int code) {
    double value = code / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
