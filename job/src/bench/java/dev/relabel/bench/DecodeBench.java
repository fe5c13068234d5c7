package dev.relabel.bench;

import dev.relabel.image.Fit;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.InputFormat;
import dev.relabel.image.InputWriter;
import dev.relabel.image.Picture;
import dev.relabel.image.Placement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a photo cost before the model sees it?
 *
 * <p>Input: one JPEG photo of 2.8 megapixels, about 0.8 MB; decoded to upright pixels, and these
 * letterboxed into 3 × 640 × 640 floats. Unit: milliseconds per photo, one thread.
 *
 * <p>Last result (2026-11-22, 2 cores, JDK 17): 7.3 ms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBench {
  /** The third photo is the first of 3 × 3 tiles: 1920 × 1440. */
  private static final int PHOTO = 2;

  private static final InputFormat FORMAT =
      new InputFormat(
          640,
          640,
          Fit.LETTERBOX_CENTRED,
          114,
          InputFormat.Colours.RGB,
          InputFormat.Layout.CHW,
          InputFormat.Element.FLOAT32,
          List.of(0.0, 0.0, 0.0),
          List.of(255.0, 255.0, 255.0));

  private final ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
  private final ByteBuffer input =
      ByteBuffer.allocateDirect(3 * 640 * 640 * 4).order(ByteOrder.nativeOrder());
  private byte[] jpeg = new byte[0];
  private Picture picture = Picture.ofRgb(1, 1, new byte[3]);

  /** Draws the photo. */
  @Setup
  public void make() throws IOException {
    Path folder = Photos.make(Files.createTempDirectory("relabel-bench"), PHOTO + 1);
    jpeg = Files.readAllBytes(folder.resolve("photo-00002.jpg"));
    picture = decoder.decode(jpeg);
  }

  /** Bytes to pixels. */
  @Benchmark
  public int decode() {
    try (Picture decoded = decoder.decode(jpeg)) {
      return decoded.width();
    }
  }

  /** Pixels to the model's input. */
  @Benchmark
  public Placement letterbox() {
    input.clear();
    return InputWriter.write(picture, FORMAT, input);
  }

  /** Both, as the pipeline does it. */
  @Benchmark
  public Placement decodeAndLetterbox() {
    input.clear();
    try (Picture decoded = decoder.decode(jpeg)) {
      return InputWriter.write(decoded, FORMAT, input);
    }
  }
}
