package dev.relabel.image;

/**
 * How a picture has to be turned, from an EXIF block.
 *
 * <p>A block that is damaged says nothing: the picture itself may be fine. Source: EXIF 2.32,
 * section 4.6.
 */
final class ExifOrientation {
  static final int TAG = 0x0112;

  private static final String PREFIX = "Exif\u0000\u0000";

  private ExifOrientation() {}

  /**
   * Reads a block.
   *
   * @param block the TIFF structure, with or without the prefix that JPEG puts before it
   */
  static Orientation of(ByteReader block) {
    ByteReader tiff =
        block.startsWith(0, PREFIX) ? block.slice(PREFIX.length(), block.length()) : block;
    try {
      long value = TiffDirectory.read(tiff).number(TAG).orElse(1);
      return Orientation.ofExif((int) Math.max(0, Math.min(9, value)));
    } catch (UnreadableImageException e) {
      return Orientation.UPRIGHT;
    }
  }
}
