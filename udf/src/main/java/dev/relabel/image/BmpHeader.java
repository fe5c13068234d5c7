package dev.relabel.image;

/** Reads both generations of bitmap header (12 bytes, and 40 or more). */
final class BmpHeader {
  private static final int OLD_HEADER_BYTES = 12;
  private static final int UNCOMPRESSED = 0;

  private BmpHeader() {}

  static ImageHeader read(ByteReader all) {
    ByteReader bytes = all.littleEndian();
    long headerBytes = bytes.u32(14);
    long width;
    long height;
    int bitsPerPixel;
    long compression;
    if (headerBytes == OLD_HEADER_BYTES) {
      width = bytes.u16(18);
      height = bytes.u16(20);
      bitsPerPixel = bytes.u16(24);
      compression = UNCOMPRESSED;
    } else {
      width = (int) bytes.u32(18);
      height = Math.abs((long) (int) bytes.u32(22)); // negative: rows from the top down
      bitsPerPixel = bytes.u16(28);
      compression = bytes.u32(30);
    }
    ImageHeader header = ImageHeader.of(ImageFormat.BMP, width, height, Orientation.UPRIGHT);
    long pixelsAt = bytes.u32(10);
    if (compression == UNCOMPRESSED) {
      long rowBytes = (width * bitsPerPixel + 31) / 32 * 4;
      long needed = rowBytes * (height - 1) + (width * bitsPerPixel + 7) / 8;
      if (!bytes.has(pixelsAt, needed)) {
        throw new UnreadableImageException(
            "The BMP image is cut off: %s × %s pixels need %s bytes, %s are there"
                .formatted(width, height, pixelsAt + needed, bytes.length()),
            null);
      }
    }
    return header;
  }
}
