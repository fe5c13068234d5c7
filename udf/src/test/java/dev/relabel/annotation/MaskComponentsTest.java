package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class MaskComponentsTest {
  private static final int WIDTH = 17;
  private static final int HEIGHT = 13;

  /** By flooding from each pixel that is left. */
  private static List<Mask> flooded(BitSet pixels) {
    BitSet left = (BitSet) pixels.clone();
    List<Mask> parts = new ArrayList<>();
    for (int start = left.nextSetBit(0); start >= 0; start = left.nextSetBit(0)) {
      BitSet part = new BitSet();
      Deque<Integer> open = new ArrayDeque<>(List.of(start));
      left.clear(start);
      while (!open.isEmpty()) {
        int at = open.remove();
        part.set(at);
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            int x = at % WIDTH + dx;
            int y = at / WIDTH + dy;
            boolean isInside = x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT;
            if (isInside && left.get(y * WIDTH + x)) {
              left.clear(y * WIDTH + x);
              open.add(y * WIDTH + x);
            }
          }
        }
      }
      parts.add(Mask.of(3, 5, WIDTH, HEIGHT, part));
    }
    return parts;
  }

  @RepeatedTest(100)
  void areWhatFloodingFinds(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double share = 0.1 + 0.7 * random.nextDouble();
    BitSet pixels = new BitSet();
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      pixels.set(i, random.nextDouble() < share);
    }
    pixels.set(random.nextInt(WIDTH * HEIGHT));

    assertThat(Mask.of(3, 5, WIDTH, HEIGHT, pixels).components())
        .as("seed %s", repetition.getCurrentRepetition())
        .containsExactlyElementsOf(flooded(pixels));
  }

  @RepeatedTest(20)
  void masksByValueAreTheMasksOfEachValue(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int[] values = random.ints((long) WIDTH * HEIGHT, -1, 3).toArray();

    var masks = Mask.byValue(WIDTH, HEIGHT, (x, y) -> values[y * WIDTH + x]);

    for (int value = 0; value < 3; value++) {
      int wanted = value;
      assertThat(masks.get(value))
          .isEqualTo(
              Mask.where(0, 0, WIDTH, HEIGHT, (x, y) -> values[y * WIDTH + x] == wanted)
                  .orElse(null));
    }
  }
}
