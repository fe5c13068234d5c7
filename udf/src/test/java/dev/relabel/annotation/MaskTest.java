package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {

  @Test
  void isCroppedToItsPixels() {
    Mask mask = Mask.ofRuns(10, 20, 4, 4, 5, 2, 9);
    assertThat(mask.left()).isEqualTo(11);
    assertThat(mask.top()).isEqualTo(21);
    assertThat(mask.width()).isEqualTo(2);
    assertThat(mask.height()).isEqualTo(1);
    assertThat(mask.runs()).containsExactly(0, 2);
    assertThat(mask.area()).isEqualTo(2);
    assertThat(mask.bounds()).isEqualTo(new Rectangle(11, 21, 13, 22));
  }

  @Test
  void runsGoOnIntoTheNextRowAndRowsMayBeEmpty() {
    // ##    rows: full, empty, left, right
    Mask mask = Mask.ofRuns(0, 0, 2, 4, 0, 2, 2, 1, 2, 1);
    assertThat(mask.runs()).containsExactly(0, 2, 2, 1, 2, 1);
    assertThat(Mask.ofRuns(0, 0, 2, 2, 0, 1, 0, 3).runs()).containsExactly(0, 4);
  }

  @Test
  void theSamePixelsAreEqualHoweverTheyCame() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(9);
      int height = 1 + random.nextInt(9);
      BitSet set = new BitSet();
      for (int i = 0; i < width * height; i++) {
        set.set(i, random.nextInt(3) == 0);
      }
      set.set(random.nextInt(width * height));
      Mask mask = Mask.of(3, 4, width, height, set);
      assertThat(mask.area()).as("seed %s", seed).isEqualTo(set.cardinality());
      // The same pixels in a block that is wider by two columns and a row on each side.
      BitSet wider = new BitSet();
      set.stream().forEach(i -> wider.set((i / width + 1) * (width + 4) + i % width + 2));
      Mask other = Mask.of(1, 3, width + 4, height + 2, wider);
      assertThat(other).as("seed %s", seed).isEqualTo(mask).hasSameHashCodeAs(mask);
      assertThat(Mask.ofRuns(mask.left(), mask.top(), mask.width(), mask.height(), mask.runs()))
          .as("seed %s", seed)
          .isEqualTo(mask);
      assertThat(Mask.of(mask.left(), mask.top(), mask.width(), mask.height(), mask.toBitSet()))
          .as("seed %s", seed)
          .isEqualTo(mask);
    }
  }

  @Test
  void aUnionHasThePixelsOfEach() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      BitSet all = new BitSet();
      List<Mask> masks = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++) {
        int left = random.nextInt(5);
        int top = random.nextInt(5);
        int width = 1 + random.nextInt(6);
        int height = 1 + random.nextInt(6);
        BitSet set = new BitSet();
        set.set(random.nextInt(width * height));
        for (int k = 0; k < width * height; k++) {
          set.set(k, set.get(k) || random.nextInt(3) == 0);
        }
        set.stream().forEach(k -> all.set((top + k / width) * 20 + left + k % width));
        masks.add(Mask.of(left, top, width, height, set));
      }
      assertThat(Mask.union(masks)).as("seed %s", seed).isEqualTo(Mask.of(0, 0, 20, 20, all));
    }
  }

  @Test
  void bitsBeyondTheBlockAreLeftOut() {
    BitSet set = new BitSet();
    set.set(0, 100);
    assertThat(Mask.of(0, 0, 3, 2, set)).isEqualTo(Mask.ofRuns(0, 0, 3, 2, 0, 6));
  }

  @Test
  void runsThatDoNotFillTheBlockAreRefused() {
    assertThatThrownBy(() -> Mask.ofRuns(0, 0, 2, 2, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A mask's runs cover 3 of 2 × 2 pixels");
    assertThatThrownBy(() -> Mask.ofRuns(0, 0, 2, 2, 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A mask's runs do not fit into 2 × 2 pixels");
    assertThatThrownBy(() -> Mask.ofRuns(0, 0, 2, 2, 5, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A mask's runs do not fit into 2 × 2 pixels");
    assertThatThrownBy(() -> Mask.ofRuns(0, 0, 2, 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A mask needs at least one pixel");
  }

  @Test
  void blocksThatIntsCannotCountAreRefused() {
    assertThatThrownBy(() -> Mask.ofRuns(0, 0, 1 << 20, 1 << 20, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1048576 × 1048576");
    assertThatThrownBy(() -> Mask.ofRuns(Integer.MAX_VALUE, 0, 1, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reaches beyond what an int can count");
  }
}
