package dev.relabel.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files of every kind, by the specification. */
final class PngSample {
  static final int GRAY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GRAY_ALPHA = 4;
  static final int RGBA = 6;

  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  private PngSample() {
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
  }

  /** Starts a file; {@code rows} holds the samples as they are packed, without filter bytes. */
  static PngSample header(int width, int height, int depth, int colourType, boolean interlaced) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) depth).put((byte) colourType).put((byte) 0).put((byte) 0);
    header.put((byte) (interlaced ? 1 : 0));
    return new PngSample().chunk("IHDR", header.array());
  }

  /** A whole file from packed rows. */
  static byte[] of(int width, int height, int depth, int colourType, byte[] rows) {
    return header(width, height, depth, colourType, false).rows(height, rows).end();
  }

  /** 8-bit RGB. */
  static byte[] rgb(int width, int height, byte[] rgb) {
    return of(width, height, 8, RGB, rgb);
  }

  /** 8-bit RGB, interlaced. */
  static byte[] interlaced(int width, int height, byte[] rgb) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (int[] pass : ADAM7) {
      for (int y = pass[1]; y < height; y += pass[3]) {
        if (pass[0] < width) {
          raw.write(0);
        }
        for (int x = pass[0]; x < width; x += pass[2]) {
          raw.write(rgb, (y * width + x) * 3, 3);
        }
      }
    }
    return header(width, height, 8, RGB, true).chunk("IDAT", deflate(raw.toByteArray())).end();
  }

  PngSample rows(int height, byte[] rows) {
    int rowBytes = rows.length / height;
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (int y = 0; y < height; y++) {
      raw.write(0);
      raw.write(rows, y * rowBytes, rowBytes);
    }
    return chunk("IDAT", deflate(raw.toByteArray()));
  }

  PngSample chunk(String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    file.writeBytes(name);
    file.writeBytes(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    return this;
  }

  byte[] end() {
    return chunk("IEND", new byte[0]).file.toByteArray();
  }

  static byte[] deflate(byte[] raw) {
    Deflater deflater = new Deflater(9);
    deflater.setInput(raw);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    while (!deflater.finished()) {
      packed.write(some, 0, deflater.deflate(some));
    }
    deflater.end();
    return packed.toByteArray();
  }
}
