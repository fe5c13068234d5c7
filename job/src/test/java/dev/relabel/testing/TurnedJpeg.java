package dev.relabel.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Pictures as cameras store them that were held upright. */
public final class TurnedJpeg {
  private static final short ORIENTATION_TAG = 0x0112;
  private static final short SHORT_TYPE = 3;

  private TurnedJpeg() {}

  /**
   * The same picture, stored a quarter turn to the left, with the note (EXIF orientation 6) that it
   * has to be turned to the right before it is shown.
   */
  public static byte[] orientation6(byte[] picture) {
    try {
      BufferedImage upright = ImageIO.read(new ByteArrayInputStream(picture));
      int width = upright.getWidth();
      int height = upright.getHeight();
      BufferedImage stored =
          new BufferedImage(/* width= */ height, /* height= */ width, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          stored.setRGB(y, width - 1 - x, upright.getRGB(x, y));
        }
      }
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      ImageIO.write(stored, "jpg", jpeg);
      return withExif(jpeg.toByteArray(), (short) 6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a segment APP1 with one TIFF entry behind the two bytes that begin every JPEG. */
  private static byte[] withExif(byte[] jpeg, short orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(26);
    tiff.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    tiff.putShort((short) 1);
    tiff.putShort(ORIENTATION_TAG).putShort(SHORT_TYPE).putInt(1);
    tiff.putShort(orientation).putShort((short) 0);
    tiff.putInt(0);
    byte[] header = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 4 + header.length + tiff.capacity());
    out.put(jpeg, 0, 2);
    out.putShort((short) 0xffe1).putShort((short) (2 + header.length + tiff.capacity()));
    out.put(header).put(tiff.array());
    out.put(jpeg, 2, jpeg.length - 2);
    return out.array();
  }
}
