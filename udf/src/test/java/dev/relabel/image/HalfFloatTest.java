package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatTest {
  @Test
  void everyHalfComesBackAsItself() {
    for (int bits = 0; bits < 0x10000; bits++) {
      double value = value((short) bits);
      if (!Double.isNaN(value)) {
        assertThat(HalfFloat.bits((float) value)).as("0x%04x", bits).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void roundsToTheNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      double low = value((short) bits);
      double high = value((short) (bits + 1));
      float middle = (float) ((low + high) / 2);
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertThat(HalfFloat.bits(middle))
          .as("between 0x%04x and next", bits)
          .isEqualTo((short) even);
      assertThat(HalfFloat.bits(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(HalfFloat.bits(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
    }
  }

  @Test
  void tooLargeIsInfiniteAndNaNStaysNaN() {
    assertThat(HalfFloat.bits(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloat.bits(65520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfFloat.bits(-1e30f)).isEqualTo((short) 0xfc00);
    assertThat(value(HalfFloat.bits(Float.NaN))).isNaN();
  }

  /** The definition of binary16, written out. */
  static double value(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double sign = bits < 0 ? -1 : 1;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * fraction * 0x1p-24
        : sign * (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
  }
}
