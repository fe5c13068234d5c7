package dev.relabel.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/**
 * An upright picture in native memory: 8 bits, three channels, in OpenCV's BGR order, rows without
 * gaps.
 *
 * <p>Confined to one thread at a time; whoever decoded it closes it.
 */
public final class Picture implements AutoCloseable {
  private static final int CHANNELS = 3;

  static {
    OpenCv.prepare();
  }

  private final Mat pixels;
  private final Orientation orientation;
  private final @Nullable EncodedPicture file;

  Picture(Mat pixels, Orientation orientation) {
    this(pixels, orientation, null);
  }

  /**
   * A picture.
   *
   * @param file a file in which every program sees just these pixels, if there is one
   */
  Picture(Mat pixels, Orientation orientation, @Nullable EncodedPicture file) {
    this.pixels = pixels;
    this.orientation = orientation;
    this.file = file;
  }

  /**
   * A picture from its pixels.
   *
   * @param rgb {@code height} rows of {@code width} pixels of red, green, blue; copied
   * @throws IllegalArgumentException if the sides are not positive or do not match the array
   */
  public static Picture ofRgb(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || (long) CHANNELS * width * height != rgb.length) {
      throw new IllegalArgumentException(
          "%s × %s RGB pixels do not fit %s bytes".formatted(width, height, rgb.length));
    }
    Mat pixels = new Mat(height, width, opencv_core.CV_8UC3);
    ByteBuffer memory = pixels.createBuffer();
    memory.put(rgb);
    opencv_imgproc.cvtColor(pixels, pixels, opencv_imgproc.COLOR_RGB2BGR);
    return new Picture(pixels, Orientation.UPRIGHT);
  }

  /**
   * A picture whose stored pixels somebody else writes.
   *
   * @param width stored columns
   * @param height stored rows
   * @param orientation how the stored pixels have to be turned
   * @param writer gets memory for {@code height} rows of {@code width} pixels of blue, green, red,
   *     without gaps, and fills it; the memory is valid only until it returns
   */
  public static Picture ofBgr(
      int width, int height, Orientation orientation, Consumer<ByteBuffer> writer) {
    Mat stored = new Mat(height, width, opencv_core.CV_8UC3);
    try {
      writer.accept(stored.createBuffer());
    } catch (RuntimeException e) {
      stored.close();
      throw e;
    }
    return new Picture(Turn.upright(stored, orientation), orientation);
  }

  /** Hex SHA-256 of the upright pixels, row by row, each blue, green, red. */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    ByteBuffer memory = pixels.createBuffer();
    digest.update(memory);
    return Sha256.hex(digest);
  }

  /** Columns of the upright picture. */
  public int width() {
    return pixels.cols();
  }

  /** Rows of the upright picture. */
  public int height() {
    return pixels.rows();
  }

  /** The same pixels for a second owner, without a copy; they are freed when both have closed. */
  public Picture share() {
    return new Picture(new Mat(pixels), orientation, file);
  }

  /**
   * A copy of a part, turned and shrunk to the top left of a picture as large as the part.
   *
   * @param left first column of the part
   * @param top first row of the part
   * @param width columns of the part and of the result
   * @param height rows of the part and of the result
   * @param turn how the part is turned; it must not swap the sides
   * @param shrunkWidth columns that it is shrunk to, 1–width
   * @param shrunkHeight rows that it is shrunk to, 1–height
   * @param pad value of the rest, 0–255
   */
  @SuppressWarnings("try") // the scope frees what is made while it is open; nobody names it
  public Picture part(
      int left,
      int top,
      int width,
      int height,
      Orientation turn,
      int shrunkWidth,
      int shrunkHeight,
      int pad) {
    Mat part = new Mat(height, width, opencv_core.CV_8UC3);
    try (PointerScope scratch = new PointerScope()) {
      Mat pixelsOfPart =
          Turn.upright(new Mat(new Mat(pixels, new Rect(left, top, width, height))), turn);
      if (shrunkWidth < width || shrunkHeight < height) {
        part.put(new Scalar(pad, pad, pad, 0));
        Mat shrunk = new Mat();
        Size size = new Size(shrunkWidth, shrunkHeight);
        opencv_imgproc.resize(pixelsOfPart, shrunk, size, 0, 0, opencv_imgproc.INTER_AREA);
        pixelsOfPart = shrunk;
      }
      pixelsOfPart.copyTo(new Mat(part, new Rect(0, 0, shrunkWidth, shrunkHeight)));
    } catch (RuntimeException | Error failed) {
      part.close();
      throw failed;
    }
    return new Picture(part, Orientation.UPRIGHT);
  }

  /** How the stored bytes had been turned. */
  public Orientation orientation() {
    return orientation;
  }

  /**
   * The pixels, row by row, each red, green, blue.
   *
   * @throws IllegalStateException if there are more than a Java array can hold
   */
  public byte[] toRgb() {
    long bytes = (long) CHANNELS * width() * height();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "%s × %s pixels do not fit one array".formatted(width(), height()));
    }
    byte[] rgb = new byte[(int) bytes];
    try (Mat swapped = new Mat()) {
      opencv_imgproc.cvtColor(pixels, swapped, opencv_imgproc.COLOR_BGR2RGB);
      ByteBuffer memory = swapped.createBuffer();
      memory.get(rgb);
    }
    return rgb;
  }

  /** A copy for drawing on, with Java2D. */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    ByteBuffer memory = pixels.createBuffer();
    memory.get(bgr);
    return image;
  }

  /** As a JPEG file of quality 90. */
  public byte[] toJpeg() {
    return encode(".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 90);
  }

  /** As a PNG file, without loss. */
  public byte[] toPng() {
    return encode(".png", opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 3);
  }

  private byte[] encode(String suffix, int setting, int value) {
    try (BytePointer encoded = new BytePointer();
        IntPointer settings = new IntPointer(setting, value)) {
      if (!opencv_imgcodecs.imencode(suffix, pixels, encoded, settings)) {
        throw new IllegalStateException(
            "%s × %s pixels could not be written as %s".formatted(width(), height(), suffix));
      }
      byte[] bytes = new byte[(int) encoded.limit()];
      encoded.get(bytes);
      return bytes;
    }
  }

  /**
   * The picture as a file for another program: the one it was decoded from, where that shows every
   * program the same upright pixels, else a PNG of them.
   */
  public EncodedPicture toFile() {
    return file != null ? file : new EncodedPicture(toPng(), "png", width(), height());
  }

  /** The pixels, for this package: BGR, upright. */
  Mat pixels() {
    return pixels;
  }

  /** Frees the native memory; closing twice does no harm. */
  @Override
  public void close() {
    pixels.close();
  }
}
