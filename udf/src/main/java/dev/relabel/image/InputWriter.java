package dev.relabel.image;

import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;

import dev.relabel.image.InputFormat.Colours;
import dev.relabel.image.InputFormat.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Pixels to the input tensor of a model: resize, pad, reorder, normalise.
 *
 * <p>Scaling is bilinear at half-pixel centres without antialiasing, rounded to 8 bits, as the YOLO
 * families do it (OpenCV's {@code INTER_LINEAR}). Safe for use by several threads.
 */
public final class InputWriter {
  private static final int CHANNELS = 3;

  static {
    OpenCv.prepare();
  }

  private InputWriter() {}

  /**
   * Where a picture of this size lies in the input.
   *
   * <p>For letterboxes the way back divides by the one ratio {@code min(inputHeight / height,
   * inputWidth / width)}, as the families' own code does, although the scaled sides are rounded to
   * whole pixels; for all others it is the exact ratio of the sides, per axis.
   *
   * @throws IllegalArgumentException if the picture or the input has no pixels
   */
  public static Placement place(int pictureWidth, int pictureHeight, InputFormat format) {
    return Fitting.of(pictureWidth, pictureHeight, format).placement(pictureWidth, pictureHeight);
  }

  /** Bytes that {@link #write} fills for a picture with this placement. */
  public static long bytes(Placement placement, InputFormat format) {
    return (long) CHANNELS
        * placement.inputWidth()
        * placement.inputHeight()
        * format.element().bytes();
  }

  /**
   * Writes one image.
   *
   * @param target direct buffer in native byte order, with {@code 3 × inputWidth × inputHeight ×
   *     element size} bytes left; its position moves past them
   * @return where the picture lies in the input
   * @throws IllegalArgumentException if the buffer is not direct, not in native order or too small
   */
  @SuppressWarnings("try") // the scope frees what is made while it is open; nobody names it
  public static Placement write(Picture picture, InputFormat format, ByteBuffer target) {
    Fitting fitting = Fitting.of(picture.width(), picture.height(), format);
    Placement placement = fitting.placement(picture.width(), picture.height());
    long bytes = bytes(placement, format);
    requireRoom(target, bytes);
    try (PointerScope scratch = new PointerScope()) {
      Mat pixels = visible(picture.pixels(), fitting);
      BytePointer memory = new BytePointer(target);
      if (format.layout() == Layout.CHW) {
        writePlanes(pixels, fitting, format, memory);
      } else {
        writeInterleaved(pixels, fitting, format, memory);
      }
    }
    target.position(target.position() + (int) bytes);
    return placement;
  }

  private static void requireRoom(ByteBuffer target, long bytes) {
    if (!target.isDirect() || target.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          "The input buffer must be direct and in native byte order, not " + target.order());
    }
    if (target.remaining() < bytes) {
      throw new IllegalArgumentException(
          "The input needs %s bytes, the buffer has %s left".formatted(bytes, target.remaining()));
    }
  }

  /** The scaled pixels that lie inside the input, BGR. */
  private static Mat visible(Mat picture, Fitting fitting) {
    Mat source =
        new Mat(
            picture,
            new Rect(
                fitting.sourceLeft(),
                fitting.sourceTop(),
                fitting.sourceWidth(),
                fitting.sourceHeight()));
    Mat scaled = source;
    if (!fitting.keepsSize()) {
      scaled = new Mat();
      Size size = new Size(fitting.scaledWidth(), fitting.scaledHeight());
      opencv_imgproc.resize(source, scaled, size, 0, 0, opencv_imgproc.INTER_LINEAR);
    }
    Rect inside = inside(fitting);
    return new Mat(
        scaled,
        new Rect(
            Math.max(0, -fitting.left()),
            Math.max(0, -fitting.top()),
            inside.width(),
            inside.height()));
  }

  /** The part of the input that the picture covers. */
  private static Rect inside(Fitting fitting) {
    int left = Math.max(0, fitting.left());
    int top = Math.max(0, fitting.top());
    int right = Math.min(fitting.inputWidth(), fitting.left() + fitting.scaledWidth());
    int bottom = Math.min(fitting.inputHeight(), fitting.top() + fitting.scaledHeight());
    return new Rect(left, top, right - left, bottom - top);
  }

  private static void writePlanes(
      Mat pixels, Fitting fitting, InputFormat format, BytePointer memory) {
    ValueTable table = new ValueTable(format);
    long planeBytes =
        (long) fitting.inputWidth() * fitting.inputHeight() * format.element().bytes();
    Mat channel = new Mat();
    for (int c = 0; c < CHANNELS; c++) {
      Mat plane =
          new Mat(
              fitting.inputHeight(),
              fitting.inputWidth(),
              CV_MAKETYPE(table.depth(), 1),
              memory.getPointer(c * planeBytes));
      if (!fitting.coversInput()) {
        plane.put(new Scalar(table.padding(c)));
      }
      int stored = format.colours() == Colours.BGR ? c : CHANNELS - 1 - c;
      opencv_core.extractChannel(pixels, channel, stored);
      opencv_core.LUT(channel, table.ofChannel(c), new Mat(plane, inside(fitting)));
    }
  }

  private static void writeInterleaved(
      Mat pixels, Fitting fitting, InputFormat format, BytePointer memory) {
    ValueTable table = new ValueTable(format);
    Mat all =
        new Mat(
            fitting.inputHeight(),
            fitting.inputWidth(),
            CV_MAKETYPE(table.depth(), CHANNELS),
            memory);
    if (!fitting.coversInput()) {
      all.put(new Scalar(table.padding(0), table.padding(1), table.padding(2), 0));
    }
    Mat ordered = pixels;
    if (format.colours() == Colours.RGB) {
      ordered = new Mat();
      opencv_imgproc.cvtColor(pixels, ordered, opencv_imgproc.COLOR_BGR2RGB);
    }
    opencv_core.LUT(ordered, table.ofAllChannels(), new Mat(all, inside(fitting)));
  }
}
