package dev.relabel.predict;

import java.io.ByteArrayOutputStream;

/** A JPEG with an EXIF orientation put in. */
final class TurnedJpeg {
  private TurnedJpeg() {}

  static byte[] of(byte[] jpeg, int orientation) {
    byte[] tiff = {
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // header, first directory at 8
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0, // one entry: orientation
      0,
      0,
      0,
      0 // no further directory
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(0xFF);
    out.write(0xE1);
    out.write(0);
    out.write(tiff.length + 2);
    out.writeBytes(tiff);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
