package dev.relabel.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class StrokeFontTest {
  private static final StrokeFont FONT = StrokeFont.regular(40);

  @Test
  void coversAllOfAscii() {
    for (char c = ' '; c < 127; c++) {
      assertThat(StrokeFont.covers(Character.toString(c))).as("letter %s", c).isTrue();
    }
  }

  @Test
  void givesEveryLetterItsOwnShape() {
    for (char a = '!'; a < 127; a++) {
      for (char b = '!'; b < a; b++) {
        Rectangle2D boundsA = FONT.inkBounds(Character.toString(a), 0, 0);
        Rectangle2D boundsB = FONT.inkBounds(Character.toString(b), 0, 0);
        boolean sameOutline =
            boundsA.equals(boundsB)
                && svg(Character.toString(a)).equals(svg(Character.toString(b)));
        assertThat(sameOutline).as("%s and %s", a, b).isFalse();
      }
    }
  }

  @Test
  void putsInkWhereTheMetricsSay() {
    Rectangle2D ink = FONT.inkBounds("Hxg|", 100, 200);
    assertThat(ink.getMinX()).isCloseTo(100, within(0.05));
    assertThat(ink.getWidth()).isCloseTo(FONT.width("Hxg|"), within(0.05));
    Rectangle2D capital = FONT.inkBounds("H", 0, 200);
    assertThat(capital.getMinY()).isCloseTo(200 - FONT.ascent(), within(0.05));
    assertThat(capital.getMaxY()).isCloseTo(200 + FONT.thickness() / 2, within(0.05));
    Rectangle2D tail = FONT.inkBounds("g", 0, 200);
    assertThat(tail.getMaxY()).isCloseTo(200 + FONT.descent(), within(0.05));
  }

  @Test
  void separatesLettersByItsSpacing() {
    // H is 13 of 20 units wide: two of them, the clear space, and the lines' own thickness.
    double expected = 40 * 13 / 20.0 * 2 + 40 * FONT.spacing() + 2 * FONT.thickness();
    assertThat(FONT.width("HH")).isCloseTo(expected, within(1e-9));
    assertThat(FONT.width("H H")).isGreaterThan(expected + 0.25 * 40);
  }

  @Test
  void leansToTheRightWhenSlanted() {
    Rectangle2D upright = FONT.inkBounds("I", 0, 0);
    Rectangle2D leaning = FONT.withSlant(0.25).inkBounds("I", 0, 0);
    assertThat(leaning.getMinX()).isCloseTo(upright.getMinX(), within(0.1));
    assertThat(leaning.getMaxX() - upright.getMaxX()).isCloseTo(10, within(0.1));
  }

  @Test
  void writesAccentedLettersWithoutTheAccentAndUnknownOnesAsAFrame() {
    assertThat(svg("Crème Straße Ø")).isEqualTo(svg("Creme Strasse O"));
    assertThat(StrokeFont.covers("é")).isTrue();
    assertThat(StrokeFont.covers("漢")).isFalse();
    assertThat(svg("漢")).isNotEmpty().isEqualTo(svg("字"));
  }

  @Test
  void takesNoSpaceForNothing() {
    assertThat(FONT.width("")).isZero();
    assertThat(FONT.width("  ")).isZero();
    assertThat(FONT.width(".")).isCloseTo(FONT.thickness(), within(1e-9));
  }

  @Test
  void refusesAHeightThatIsNone() {
    assertThatThrownBy(() -> StrokeFont.regular(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive height");
    assertThatThrownBy(() -> StrokeFont.regular(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The text's lines as a string, to compare shapes. */
  private static String svg(String text) {
    StringBuilder svg = new StringBuilder();
    double[] c = new double[6];
    for (var it = FONT.lines(text, 0, 0).getPathIterator(null); !it.isDone(); it.next()) {
      svg.append(it.currentSegment(c)).append(java.util.Arrays.toString(c));
    }
    return svg.toString();
  }
}
