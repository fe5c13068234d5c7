package dev.relabel.platform.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What a PNG file says about itself, and the file reduced to the chunks that make its pixels: text
 * and profile chunks of an untrusted file can unpack to any size inside a codec. Nobody writes into
 * the arrays.
 */
final class PngChunks {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
  private static final int HEADER_LENGTH = 13;

  /** Columns. */
  final int width;

  /** Rows. */
  final int height;

  /** Bits per sample. */
  final int depth;

  /** PNG's colour type: 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGBA. */
  final int colour;

  /** The bytes of {@code PLTE}, three per entry; may be empty. */
  final byte[] palette;

  /** The bytes of {@code tRNS}; may be empty. */
  final byte[] transparency;

  /** The reduced file. */
  final byte[] file;

  private PngChunks(byte[] header, byte[] palette, byte[] transparency, byte[] file) {
    ByteBuffer fields = ByteBuffer.wrap(header);
    this.width = fields.getInt();
    this.height = fields.getInt();
    this.depth = fields.get();
    this.colour = fields.get();
    this.palette = palette;
    this.transparency = transparency;
    this.file = file;
  }

  static boolean isPng(byte[] bytes) {
    return bytes.length >= SIGNATURE.length
        && ByteBuffer.wrap(bytes, 0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
  }

  static PngChunks read(byte[] bytes) {
    if (!isPng(bytes)) {
      throw new UnreadableJsonException("A bitmap's data are no PNG file");
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream(bytes.length);
    file.write(SIGNATURE, 0, SIGNATURE.length);
    ByteBuffer in = ByteBuffer.wrap(bytes, SIGNATURE.length, bytes.length - SIGNATURE.length);
    byte[] header = null;
    byte[] palette = new byte[0];
    byte[] transparency = new byte[0];
    String type = "";
    while (!type.equals("IEND")) {
      if (in.remaining() < 12) {
        throw new UnreadableJsonException("A bitmap's PNG file is cut off");
      }
      int start = in.position();
      int length = in.getInt();
      type = new String(bytes, start + 4, 4, StandardCharsets.ISO_8859_1);
      if (length < 0 || length > in.remaining() - 8) {
        throw new UnreadableJsonException("A bitmap's PNG file is cut off");
      }
      byte[] body = new byte[length];
      in.position(start + 8).get(body).getInt();
      if (header == null && !type.equals("IHDR")) {
        throw new UnreadableJsonException("A bitmap's PNG file does not begin with its header");
      }
      switch (type) {
        case "IHDR" -> header = body;
        case "PLTE" -> palette = body;
        case "tRNS" -> transparency = body;
        default -> {}
      }
      if (KEPT.contains(type)) {
        file.write(bytes, start, 12 + length);
      }
    }
    if (header == null || header.length != HEADER_LENGTH) {
      throw new UnreadableJsonException("A bitmap's PNG file has a broken header");
    }
    return new PngChunks(header, palette, transparency, file.toByteArray());
  }
}
