package dev.relabel.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/** Image files for tests, made by code. */
final class ImageSamples {
  private ImageSamples() {}

  /** Blocks of 16 × 16 that differ in brightness only: JPEG blurs chroma across their borders. */
  static byte[] blocks(int columns, int rows) {
    int width = 16 * columns;
    byte[] rgb = new byte[3 * width * 16 * rows];
    for (int i = 0; i < rgb.length / 3; i++) {
      int block = i / width / 16 * columns + i % width / 16;
      rgb[3 * i] = (byte) (35 * block + 60);
      rgb[3 * i + 1] = (byte) (35 * block);
      rgb[3 * i + 2] = (byte) (35 * block + 30);
    }
    return rgb;
  }

  static BufferedImage image(int width, int height, byte[] rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int value =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % width, i / width, value);
    }
    return image;
  }

  static BufferedImage grayImage(int width, int height, byte value) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] row = new byte[width];
    Arrays.fill(row, value);
    for (int y = 0; y < height; y++) {
      image.getRaster().setDataElements(0, y, width, 1, row);
    }
    return image;
  }

  static byte[] written(RenderedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("No writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] jpeg(int width, int height, byte[] rgb) {
    return jpeg(new IIOImage(image(width, height, rgb), null, null), false);
  }

  static byte[] progressiveJpeg(int width, int height, byte[] rgb) {
    return jpeg(new IIOImage(image(width, height, rgb), null, null), true);
  }

  /** One flat colour, as print programs store it: inverted inks and Adobe's marker. */
  static byte[] adobeJpeg(int width, int height, int transform, int... inverted) {
    WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, inverted);
      }
    }
    byte[] plain = jpeg(new IIOImage(raster, null, null), false);
    byte[] adobe = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
    };
    return inserted(plain, 2, adobe);
  }

  private static byte[] jpeg(IIOImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(0.97f);
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, image, param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** With an APP1 segment right after the start marker. */
  static byte[] jpegWithExif(byte[] jpeg, byte[] exif) {
    ByteBuffer segment = ByteBuffer.allocate(10 + exif.length);
    segment.put((byte) 0xff).put((byte) 0xe1).putShort((short) (8 + exif.length));
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
    return inserted(jpeg, 2, segment.array());
  }

  /** A TIFF structure with two entries, of which the second is the orientation. */
  static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    entry(tiff, 0x010f, 2, 4, 0x41424300); // maker
    shortEntry(tiff, 0x0112, orientation);
    return tiff.array();
  }

  /** Uncompressed RGB in one strip. */
  static byte[] tiff(int width, int height, byte[] rgb, int orientation, ByteOrder order) {
    int entries = 9;
    int bitsAt = 8 + 2 + 12 * entries + 4;
    ByteBuffer tiff = ByteBuffer.allocate(bitsAt + 6 + rgb.length).order(order);
    tiff.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    tiff.putShort((short) 42).putInt(8).putShort((short) entries);
    shortEntry(tiff, 256, width);
    entry(tiff, 257, 4, 1, height);
    entry(tiff, 258, 3, 3, bitsAt);
    shortEntry(tiff, 259, 1);
    shortEntry(tiff, 262, 2);
    entry(tiff, 273, 4, 1, bitsAt + 6);
    shortEntry(tiff, 274, orientation);
    shortEntry(tiff, 277, 3);
    entry(tiff, 279, 4, 1, rgb.length);
    tiff.putInt(0).putShort((short) 8).putShort((short) 8).putShort((short) 8);
    return tiff.put(rgb).array();
  }

  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  private static void shortEntry(ByteBuffer tiff, int tag, int value) {
    tiff.putShort((short) tag).putShort((short) 3).putInt(1).putShort((short) value);
    tiff.putShort((short) 0);
  }

  /** 8 bits with a palette of three colours. */
  static byte[] paletteBmp(int width, int height, byte[] indices, byte[] rgbPalette) {
    int colours = rgbPalette.length / 3;
    int rowBytes = (width + 3) / 4 * 4;
    byte[] file = new byte[54 + 4 * colours + rowBytes * height];
    ByteBuffer bmp = bmpHeader(file, width, height, 8, colours);
    for (int i = 0; i < colours; i++) {
      bmp.put(rgbPalette[3 * i + 2]).put(rgbPalette[3 * i + 1]).put(rgbPalette[3 * i]);
      bmp.put((byte) 0);
    }
    for (int y = height - 1; y >= 0; y--) {
      bmp.put(indices, y * width, width).position(54 + 4 * colours + (height - y) * rowBytes);
    }
    return file;
  }

  /** 24 bits; a negative height stores the rows from the top down. */
  static byte[] bmp(int width, int height, byte[] rgb) {
    int rows = Math.abs(height);
    int rowBytes = (3 * width + 3) / 4 * 4;
    byte[] file = new byte[54 + rowBytes * rows];
    ByteBuffer bmp = bmpHeader(file, width, height, 24, 0);
    for (int row = 0; row < rows; row++) {
      int y = height < 0 ? row : rows - 1 - row;
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        bmp.put(rgb[at + 2]).put(rgb[at + 1]).put(rgb[at]);
      }
      bmp.position(54 + (row + 1) * rowBytes);
    }
    return file;
  }

  private static ByteBuffer bmpHeader(byte[] file, int width, int height, int bits, int colours) {
    int pixelsAt = 54 + 4 * colours;
    ByteBuffer bmp = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(file.length).putInt(0).putInt(pixelsAt);
    bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    bmp.putInt(0)
        .putInt(file.length - pixelsAt)
        .putInt(2835)
        .putInt(2835)
        .putInt(colours)
        .putInt(0);
    return bmp;
  }

  /** Lossless above quality 100. */
  static byte[] webp(int width, int height, byte[] rgb, int quality) {
    try (Picture picture = Picture.ofRgb(width, height, rgb);
        BytePointer encoded = new BytePointer();
        IntPointer settings = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality)) {
      opencv_imgcodecs.imencode(".webp", picture.pixels(), encoded, settings);
      byte[] bytes = new byte[(int) encoded.limit()];
      encoded.get(bytes);
      return bytes;
    }
  }

  /** A plain WebP file wrapped into the extended form, with EXIF behind the picture. */
  static byte[] webpWithExif(byte[] plain, int width, int height, byte[] exif) {
    int pictureBytes = plain.length - 12;
    ByteBuffer webp = ByteBuffer.allocate(12 + 18 + pictureBytes + 8 + exif.length);
    webp.order(ByteOrder.LITTLE_ENDIAN);
    webp.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(webp.capacity() - 8);
    webp.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
    webp.putInt(width - 1).position(webp.position() - 1).putInt(height - 1);
    webp.position(30).put(plain, 12, pictureBytes);
    webp.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
    return webp.array();
  }

  static byte[] inserted(byte[] bytes, int at, byte[] more) {
    return ByteBuffer.allocate(bytes.length + more.length)
        .put(bytes, 0, at)
        .put(more)
        .put(bytes, at, bytes.length - at)
        .array();
  }
}
