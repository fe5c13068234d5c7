package dev.relabel.coco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Mask;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CocoRunLengthsTest {
  @Test
  void countsDownTheColumnsBeginningWithClear() {
    // On 3 × 4 pixels: . . . / . # # / . # . / . . .
    Mask mask = Mask.ofRuns(1, 1, 2, 2, 0, 3, 1);
    assertThat(CocoRunLengths.of(mask, 3, 4)).containsExactly(5, 2, 2, 1, 2);
  }

  @Test
  void beginsWithZeroWhenTheFirstPixelIsSetAndEndsWithTheLastSetOne() {
    Mask full = Mask.ofRuns(0, 0, 2, 3, 0, 6);
    assertThat(CocoRunLengths.of(full, 2, 3)).containsExactly(0, 6);
  }

  @Test
  void leavesOutWhatLiesOffTheImage() {
    Mask mask = Mask.ofRuns(-1, -1, 3, 3, 0, 9);
    assertThat(CocoRunLengths.of(mask, 4, 4)).containsExactly(0, 2, 2, 2, 10);
    assertThat(CocoRunLengths.of(Mask.ofRuns(9, 9, 1, 1, 0, 1), 4, 4)).containsExactly(16);
  }

  @Test
  void agreesWithCountingPixelByPixel() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int imageWidth = 1 + random.nextInt(12);
      int imageHeight = 1 + random.nextInt(12);
      int width = 1 + random.nextInt(12);
      int height = 1 + random.nextInt(12);
      int left = random.nextInt(16) - 6;
      int top = random.nextInt(16) - 6;
      BitSet set = new BitSet();
      int density = 1 + random.nextInt(9);
      for (int i = 0; i < width * height; i++) {
        set.set(i, random.nextInt(10) < density);
      }
      set.set(random.nextInt(width * height));
      Mask mask = Mask.of(left, top, width, height, set);

      List<Integer> expected = new ArrayList<>();
      boolean current = false;
      int run = 0;
      for (int x = 0; x < imageWidth; x++) {
        for (int y = 0; y < imageHeight; y++) {
          int column = x - left;
          int row = y - top;
          boolean inside = column >= 0 && column < width && row >= 0 && row < height;
          boolean pixel = inside && set.get(row * width + column);
          if (pixel != current) {
            expected.add(run);
            run = 0;
            current = pixel;
          }
          run++;
        }
      }
      expected.add(run);

      assertThat(CocoRunLengths.of(mask, imageWidth, imageHeight))
          .as("seed %s", seed)
          .containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
