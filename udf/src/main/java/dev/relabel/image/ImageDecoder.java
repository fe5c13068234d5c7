package dev.relabel.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * Encoded bytes to an upright picture.
 *
 * <p>Reads JPEG (baseline, progressive, grayscale, CMYK), PNG (every depth, palette, interlaced),
 * WebP, BMP, TIFF and GIF by their content, whatever a name or a media type says. Of animations and
 * multi-page files it takes the first picture. The result always has three channels of 8 bits:
 *
 * <table>
 *   <caption>What becomes of other pixels</caption>
 *   <tr><td>gray</td><td>the same value in all three channels</td></tr>
 *   <tr><td>16 bits</td><td>the high byte</td></tr>
 *   <tr><td>transparency</td><td>dropped: the colour that the file stores under a transparent
 *       pixel shows, whatever the program that wrote it left there. In TIFF files the codec
 *       multiplies it by its opacity, as if on black; in GIF files the background colour
 *       shows</td></tr>
 *   <tr><td>colour profiles</td><td>ignored</td></tr>
 * </table>
 *
 * <p>The header is read and the limit checked before memory for pixels is taken; decoding then
 * needs up to about 12 bytes of native memory per pixel, freed when the picture is closed or the
 * decoding fails. All decoders of a process together decode at most 400 million pixels at once; who
 * comes later waits. Immutable and safe for use by several threads.
 */
public final class ImageDecoder {
  /** Default limit of width × height. */
  public static final long DEFAULT_MAX_PIXELS = 200_000_000;

  private static final int FLAGS =
      opencv_imgcodecs.IMREAD_COLOR_BGR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

  static {
    OpenCv.prepare();
  }

  /** Shared by all decoders of the process, because they share its memory. */
  private static final PixelBudget BUDGET = new PixelBudget(2 * DEFAULT_MAX_PIXELS);

  private final long maxPixels;

  /**
   * A decoder with a limit.
   *
   * @param maxPixels largest width × height that is decoded; at least 1
   */
  public ImageDecoder(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("The limit of pixels must be positive, not " + maxPixels);
    }
    this.maxPixels = maxPixels;
  }

  /**
   * Decodes the first picture in these bytes and turns it upright.
   *
   * @throws UnreadableImageException if they are not a usable image or it has too many pixels
   * @throws IllegalStateException if native memory is used up, whatever the image
   */
  public Picture decode(byte[] encoded) {
    ImageHeader header = ImageHeader.read(encoded);
    if (header.pixels() > maxPixels) {
      throw new UnreadableImageException(
          "%s × %s pixels are more than the limit of %s; raise it if the image is meant to be so large"
              .formatted(header.storedWidth(), header.storedHeight(), maxPixels),
          null);
    }
    PixelBudget.Share share = BUDGET.take(header.pixels());
    try {
      return decode(encoded, header);
    } finally {
      share.close();
    }
  }

  private static Picture decode(byte[] encoded, ImageHeader header) {
    byte[] still = forCodec(encoded, header);
    Mat stored = decodeNatively(still, header);
    try {
      if (stored.cols() != header.storedWidth() || stored.rows() != header.storedHeight()) {
        throw new UnreadableImageException(
            "The %s header claims %s × %s pixels, but the picture has %s × %s"
                .formatted(
                    header.format(),
                    header.storedWidth(),
                    header.storedHeight(),
                    stored.cols(),
                    stored.rows()),
            null);
      }
      if (header.format() == ImageFormat.JPEG && JpegSuspect.lostItsEnd(stored, encoded)) {
        throw new UnreadableImageException(
            "The JPEG image of %s × %s pixels is damaged: its lower part is missing"
                .formatted(header.storedWidth(), header.storedHeight()),
            null);
      }
      return new Picture(
          Turn.upright(stored, header.orientation()),
          header.orientation(),
          plainFile(still, header));
    } catch (RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** The file, if other programs see the same in it: turned pictures are shown in many ways. */
  private static @Nullable EncodedPicture plainFile(byte[] still, ImageHeader header) {
    boolean isCommon = header.format() == ImageFormat.JPEG || header.format() == ImageFormat.PNG;
    return isCommon && header.orientation() == Orientation.UPRIGHT
        ? new EncodedPicture(
            still,
            header.format() == ImageFormat.JPEG ? "jpg" : "png",
            header.storedWidth(),
            header.storedHeight())
        : null;
  }

  /** The bytes without what would make the codec do more than decode the stored picture. */
  private static byte[] forCodec(byte[] encoded, ImageHeader header) {
    return switch (header.format()) {
      case PNG -> PngHeader.still(encoded);
      case TIFF -> TiffHeader.unturned(encoded);
      case GIF -> GifHeader.withBackground(encoded);
      case JPEG, WEBP, BMP -> encoded;
    };
  }

  private static Mat decodeNatively(byte[] encoded, ImageHeader header) {
    try (BytePointer bytes = new BytePointer(encoded);
        Mat row = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes)) {
      Mat pixels = opencv_imgcodecs.imdecode(row, FLAGS);
      if (pixels.empty()) {
        pixels.close();
        throw damaged(header, null);
      }
      return pixels;
    } catch (UnreadableImageException e) {
      throw e;
    } catch (RuntimeException e) { // how JavaCPP hands on every C++ exception
      throw failed(header, e);
    }
  }

  /** Want of memory is no fault of the image, so it must not be told as one. */
  static RuntimeException failed(ImageHeader header, RuntimeException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("Insufficient memory") || message.contains("bad_alloc")) {
      return new IllegalStateException(
          ("Not enough native memory to decode an image of %s × %s pixels: give this machine or"
                  + " container more memory, or decode fewer images at once")
              .formatted(header.storedWidth(), header.storedHeight()),
          cause);
    }
    return damaged(header, cause);
  }

  private static UnreadableImageException damaged(
      ImageHeader header, @Nullable RuntimeException cause) {
    return new UnreadableImageException(
        "The %s image of %s × %s pixels is damaged or uses a variant that is not supported"
            .formatted(header.format(), header.storedWidth(), header.storedHeight()),
        cause);
  }
}
