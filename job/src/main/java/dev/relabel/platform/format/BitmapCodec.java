package dev.relabel.platform.format;

import dev.relabel.annotation.Mask;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Masks ↔ the {@code data} of a Supervisely bitmap: base64 of zlib of a PNG file of the crop.
 *
 * <p>Which pixels are set: in grayscale those that are not 0; with an alpha channel or a palette
 * with transparency those that are not fully transparent. RGB and opaque palettes are refused, as
 * the platform's own client refuses them. Data that are a PNG file without zlib around it count a
 * pixel when any channel is not 0.
 */
public final class BitmapCodec {
  // Both bounds protect against data that unpack to far more than any picture's mask needs.
  private static final int MOST_FILE_BYTES = 64 << 20;
  private static final long MOST_RASTER_BYTES = 256L << 20;

  private BitmapCodec() {}

  /** The data of a mask; its origin is {@code [mask.left(), mask.top()]}. */
  public static String encode(Mask mask) {
    BufferedImage image =
        new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_BINARY);
    byte[] rows = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int stride = (mask.width() + 7) / 8;
    BitSet set = mask.toBitSet();
    for (int at = set.nextSetBit(0); at >= 0; at = set.nextSetBit(at + 1)) {
      int x = at % mask.width();
      rows[at / mask.width() * stride + x / 8] |= (byte) (0x80 >> x % 8);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(packed);
        MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(zlib)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new IllegalStateException("A mask could not be written as PNG: " + mask, e);
    } finally {
      writer.dispose();
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  /**
   * The mask of a bitmap.
   *
   * @param left column of its origin
   * @param top row of its origin
   * @param data the bitmap's {@code data}
   * @throws UnreadableJsonException if the data are broken, too large or of a refused kind
   * @throws IllegalArgumentException if no pixel is set
   */
  public static Mask decode(int left, int top, String data) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw new UnreadableJsonException("A bitmap's data are no base64", e);
    }
    boolean bare = PngChunks.isPng(bytes);
    PngChunks png = PngChunks.read(bare ? bytes : inflate(bytes));
    int channels = channels(png.colour);
    long rasterBytes = (long) png.width * png.height * channels * (png.depth == 16 ? 2 : 1);
    if (png.width <= 0 || png.height <= 0 || rasterBytes > MOST_RASTER_BYTES) {
      throw new UnreadableJsonException(
          "A bitmap of %s × %s pixels is larger than the %s MiB that are unpacked"
              .formatted(png.width, png.height, MOST_RASTER_BYTES >> 20));
    }
    BitSet set = pixels(pixels(png.file), channels, bare ? anyChannel(png) : visible(png));
    return Mask.of(left, top, png.width, png.height, set);
  }

  private static byte[] inflate(byte[] bytes) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      byte[] file = in.readNBytes(MOST_FILE_BYTES + 1);
      if (file.length > MOST_FILE_BYTES) {
        throw new UnreadableJsonException(
            "A bitmap's data unpack to more than %s MiB".formatted(MOST_FILE_BYTES >> 20));
      }
      return file;
    } catch (IOException e) {
      throw new UnreadableJsonException("A bitmap's data are neither zlib nor PNG", e);
    }
  }

  private static Raster pixels(byte[] file) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      return reader.read(0).getRaster();
    } catch (IOException | RuntimeException e) { // the codec throws either on broken files
      throw new UnreadableJsonException("A bitmap's PNG file is broken", e);
    } finally {
      reader.dispose();
    }
  }

  private static int channels(int colour) {
    return switch (colour) {
      case 0, 3 -> 1;
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default ->
          throw new UnreadableJsonException("A bitmap's PNG file has the colour type " + colour);
    };
  }

  /** Decides from one pixel's samples. */
  private interface Rule {
    boolean sets(int[] samples, int at);
  }

  private static Rule visible(PngChunks png) {
    return switch (png.colour) {
      case 0 -> (samples, at) -> samples[at] != 0;
      case 4 -> (samples, at) -> samples[at + 1] != 0;
      case 6 -> (samples, at) -> samples[at + 3] != 0;
      default -> {
        if (png.transparency.length == 0 || png.colour != 3) {
          throw new UnreadableJsonException(
              "A bitmap's PNG file has colours and no transparency, so nothing says which pixels are"
                  + " set");
        }
        byte[] alpha = png.transparency;
        yield (samples, at) -> samples[at] >= alpha.length || alpha[samples[at]] != 0;
      }
    };
  }

  private static Rule anyChannel(PngChunks png) {
    int channels = channels(png.colour);
    if (png.colour == 3) {
      byte[] rgb = png.palette;
      byte[] alpha = png.transparency;
      IntPredicate coloured =
          i -> 3 * i + 2 < rgb.length && (rgb[3 * i] | rgb[3 * i + 1] | rgb[3 * i + 2]) != 0;
      // Without transparency the picture has no alpha channel that could count.
      IntPredicate opaque = i -> alpha.length > 0 && (i >= alpha.length || alpha[i] != 0);
      return (samples, at) -> coloured.or(opaque).test(samples[at]);
    }
    return (samples, at) -> {
      int any = 0;
      for (int i = 0; i < channels; i++) {
        any |= samples[at + i];
      }
      return any != 0;
    };
  }

  private static BitSet pixels(Raster raster, int channels, Rule rule) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    if (raster.getNumBands() != channels) {
      throw new UnreadableJsonException(
          "A bitmap's PNG file has %s channels, not %s".formatted(raster.getNumBands(), channels));
    }
    BitSet set = new BitSet(width * height);
    int[] row = new int[width * channels];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (rule.sets(row, x * channels)) {
          set.set(y * width + x);
        }
      }
    }
    return set;
  }
}
