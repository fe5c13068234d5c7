package dev.relabel.image;

/**
 * Reads the three kinds of WebP file: lossy, lossless and extended.
 *
 * <p>Source: RFC 9649.
 */
final class WebpHeader {
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_FRAME = 8;

  private WebpHeader() {}

  static ImageHeader read(ByteReader all) {
    ByteReader bytes = all.littleEndian();
    long end = bytes.u32(4) + CHUNK_FRAME;
    if (!bytes.has(0, end)) {
      throw new UnreadableImageException(
          "The WebP image is cut off: %s bytes of %s are there".formatted(bytes.length(), end),
          null);
    }
    long content = FIRST_CHUNK + CHUNK_FRAME;
    if (bytes.startsWith(FIRST_CHUNK, "VP8 ")) {
      return lossy(bytes, content);
    }
    if (bytes.startsWith(FIRST_CHUNK, "VP8L")) {
      return lossless(bytes, content);
    }
    if (bytes.startsWith(FIRST_CHUNK, "VP8X")) {
      long width = 1 + (bytes.u32(content + 3) >>> 8);
      long height = 1 + (bytes.u32(content + 6) >>> 8);
      return ImageHeader.of(ImageFormat.WEBP, width, height, orientation(bytes, end));
    }
    throw new UnreadableImageException("The WebP image has no picture in it", null);
  }

  private static ImageHeader lossy(ByteReader bytes, long content) {
    if (!bytes.startsWith(content + 3, "\u009d\u0001*")) {
      throw new UnreadableImageException("The WebP image does not begin with a key frame", null);
    }
    int width = bytes.u16(content + 6) & 0x3fff; // the two bits above ask for scaling
    int height = bytes.u16(content + 8) & 0x3fff;
    return ImageHeader.of(ImageFormat.WEBP, width, height, Orientation.UPRIGHT);
  }

  private static ImageHeader lossless(ByteReader bytes, long content) {
    if (bytes.u8(content) != 0x2f) {
      throw new UnreadableImageException("The WebP image has a damaged lossless header", null);
    }
    long sides = bytes.u32(content + 1);
    long width = 1 + (sides & 0x3fff);
    long height = 1 + (sides >>> 14 & 0x3fff);
    return ImageHeader.of(ImageFormat.WEBP, width, height, Orientation.UPRIGHT);
  }

  private static Orientation orientation(ByteReader bytes, long end) {
    long at = FIRST_CHUNK;
    while (bytes.has(at, CHUNK_FRAME) && at < end) {
      long length = bytes.u32(at + 4);
      if (bytes.startsWith(at, "EXIF")) {
        return ExifOrientation.of(bytes.slice(at + CHUNK_FRAME, at + CHUNK_FRAME + length));
      }
      at += CHUNK_FRAME + length + (length & 1); // chunks are padded to even lengths
    }
    return Orientation.UPRIGHT;
  }
}
