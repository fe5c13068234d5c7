package dev.relabel.image;

/** Reads the size of a GIF's screen, on which its frames are drawn. Source: GIF89a, section 18. */
final class GifHeader {
  private static final int FLAGS_AT = 10;
  private static final int BACKGROUND_AT = 11;

  private GifHeader() {}

  static ImageHeader read(ByteReader all) {
    ByteReader bytes = all.littleEndian();
    return ImageHeader.of(ImageFormat.GIF, bytes.u16(6), bytes.u16(8), Orientation.UPRIGHT);
  }

  /**
   * These bytes with a background colour that exists: the codec refuses a file over a number that
   * browsers ignore.
   */
  static byte[] withBackground(byte[] encoded) {
    ByteReader bytes = ByteReader.of(encoded);
    int flags = bytes.u8(FLAGS_AT);
    boolean hasColours = (flags & 0x80) != 0;
    if (!hasColours || bytes.u8(BACKGROUND_AT) < 2 << (flags & 7)) {
      return encoded;
    }
    byte[] copy = encoded.clone();
    copy[BACKGROUND_AT] = 0;
    return copy;
  }
}
