package dev.relabel.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassColoursTest {
  @Test
  void staysTheSameForTheSameClassWhateverElseIsThere() {
    assertThat(new ClassColours(List.of()).of("zebra"))
        .isEqualTo(new ClassColours(List.of("a", "b")).of("zebra"));
    assertThat(new ClassColours(List.of("a", "zebra")).of("zebra"))
        .isEqualTo(new ClassColours(List.of("b", "zebra", "c")).of("zebra"));
  }

  @Test
  void tellsEightyClassesApart() {
    List<String> names = IntStream.range(0, 80).mapToObj(i -> "class " + i).toList();
    ClassColours colours = new ClassColours(names);
    Set<Color> seen = new HashSet<>();
    names.forEach(name -> seen.add(colours.of(name)));
    assertThat(seen).hasSize(80);
    for (int i = 1; i < 80; i++) {
      assertThat(distance(colours.of(names.get(i - 1)), colours.of(names.get(i))))
          .as("classes %s and %s", i - 1, i)
          .isGreaterThan(90);
    }
  }

  @Test
  void writesReadablyOnEveryColour() {
    ClassColours colours = new ClassColours(List.of());
    for (int i = 0; i < 2000; i++) {
      Color background = colours.of("class " + i);
      Color ink = ClassColours.ink(background);
      assertThat(contrast(background, ink)).as("%s on %s", ink, background).isGreaterThan(3);
    }
    assertThat(ClassColours.ink(Color.WHITE)).isEqualTo(Color.BLACK);
    assertThat(ClassColours.ink(Color.BLUE)).isEqualTo(Color.WHITE);
  }

  private static double distance(Color a, Color b) {
    return Math.sqrt(
        Math.pow(a.getRed() - b.getRed(), 2)
            + Math.pow(a.getGreen() - b.getGreen(), 2)
            + Math.pow(a.getBlue() - b.getBlue(), 2));
  }

  /** The contrast ratio of WCAG 2, 1 to 21. */
  private static double contrast(Color a, Color b) {
    double first = luminance(a);
    double second = luminance(b);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(Color c) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    int[] codes = {c.getRed(), c.getGreen(), c.getBlue()};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double v = codes[i] / 255.0;
      sum += weights[i] * (v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
