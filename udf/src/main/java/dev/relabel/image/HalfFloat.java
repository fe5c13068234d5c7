package dev.relabel.image;

/** IEEE 754 binary16, which Java 17 does not convert to. */
final class HalfFloat {
  private HalfFloat() {}

  /** The 16 bits nearest to this number, ties to even; too large becomes infinite. */
  static short bits(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fff_ffff;
    if (magnitude > 0x7f80_0000) {
      return (short) (sign | 0x7e00); // NaN
    }
    if (magnitude >= 0x4780_0000) {
      return (short) (sign | 0x7c00); // 65536 and above
    }
    if (magnitude < 0x3880_0000) { // below 2^-14: subnormal, in steps of 2^-24
      return (short) (sign | (int) Math.rint(Math.abs((double) value) * 0x1p24));
    }
    int rebased = magnitude - (112 << 23); // exponent bias 127 becomes 15
    int roundUp = 0xfff + (rebased >>> 13 & 1);
    return (short) (sign | (rebased + roundUp) >>> 13);
  }
}
