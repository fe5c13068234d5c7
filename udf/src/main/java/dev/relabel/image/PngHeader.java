package dev.relabel.image;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * Walks the chunks of a PNG file.
 *
 * <p>Source: W3C PNG specification, third edition.
 */
final class PngHeader {
  private static final int SIGNATURE_BYTES = 8;
  private static final int CHUNK_FRAME = 12;
  private static final int MAX_DEFLATE_RATIO = 1032;

  /** {@code acTL}, {@code fcTL} and {@code fdAT}. */
  private static final Set<Long> ANIMATION_CHUNKS = Set.of(0x6163544cL, 0x6663544cL, 0x66644154L);

  private PngHeader() {}

  static ImageHeader read(ByteReader bytes) {
    if (!bytes.startsWith(SIGNATURE_BYTES + 4, "IHDR")) {
      throw new UnreadableImageException("The PNG image does not begin with its header", null);
    }
    long width = bytes.u32(16);
    long height = bytes.u32(20);
    int bitsPerPixel = bytes.u8(24) * channels(bytes.u8(25));
    Orientation orientation = Orientation.UPRIGHT;
    long dataBytes = 0;
    long at = SIGNATURE_BYTES;
    while (!bytes.startsWith(at + 4, "IEND")) {
      long length = bytes.has(at, CHUNK_FRAME) ? bytes.u32(at) : 0;
      if (!bytes.has(at, length + CHUNK_FRAME)) {
        throw new UnreadableImageException(
            "The PNG image is cut off: it ends after %s bytes, without an end chunk"
                .formatted(bytes.length()),
            null);
      }
      if (isCritical(bytes, at) && bytes.crc32(at + 4, length + 4) != bytes.u32(at + 8 + length)) {
        throw new UnreadableImageException(
            "The PNG image is damaged: a checksum is wrong at byte %s".formatted(at), null);
      }
      if (bytes.startsWith(at + 4, "IDAT")) {
        dataBytes += length;
      } else if (bytes.startsWith(at + 4, "eXIf")) {
        orientation = ExifOrientation.of(bytes.slice(at + 8, at + 8 + length));
      }
      at += length + CHUNK_FRAME;
    }
    ImageHeader header = ImageHeader.of(ImageFormat.PNG, width, height, orientation);
    if (bitsPerPixel > 0) {
      header.requireEnough(dataBytes, Math.max(1, 8L * MAX_DEFLATE_RATIO / bitsPerPixel));
    }
    return header;
  }

  /**
   * These bytes without what makes a PNG move, so that the codec gives its still picture: the first
   * frame may be another one, or smaller.
   */
  static byte[] still(byte[] encoded) {
    ByteReader bytes = ByteReader.of(encoded);
    boolean moves = false;
    ByteArrayOutputStream still = new ByteArrayOutputStream();
    long length;
    for (long at = SIGNATURE_BYTES; bytes.has(at, CHUNK_FRAME); at += length) {
      length = bytes.u32(at) + CHUNK_FRAME;
      if (!moves && ANIMATION_CHUNKS.contains(bytes.u32(at + 4))) {
        moves = true;
        still.write(encoded, 0, (int) at);
      } else if (moves && !ANIMATION_CHUNKS.contains(bytes.u32(at + 4)) && bytes.has(at, length)) {
        still.write(encoded, (int) at, (int) length);
      }
    }
    return moves ? still.toByteArray() : encoded;
  }

  /** Readers have to understand chunks whose name begins with a capital letter. */
  private static boolean isCritical(ByteReader bytes, long chunk) {
    return (bytes.u8(chunk + 4) & 0x20) == 0;
  }

  private static int channels(int colourType) {
    return switch (colourType) {
      case 0, 3 -> 1;
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default ->
          throw new UnreadableImageException(
              "The PNG image has an unknown colour type: " + colourType, null);
    };
  }
}
