package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.image.InputFormat.Colours;
import dev.relabel.image.InputFormat.Element;
import dev.relabel.image.InputFormat.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** A leak of one picture per image would show as hundreds of megabytes. */
class NativeMemoryTest {
  private static final long TOLERATED_BYTES = 60_000_000;
  private static final ImageDecoder DECODER = new ImageDecoder(10_000_000);

  @Test
  void decodingManyImagesKeepsNothing() {
    byte[] rgb = new byte[3 * 256 * 256]; // 393 MB if 2000 of them stayed
    byte[] turned =
        ImageSamples.jpegWithExif(
            ImageSamples.jpeg(256, 256, rgb), ImageSamples.exif(6, ByteOrder.BIG_ENDIAN));
    InputFormat format =
        new InputFormat(
            128,
            128,
            Fit.LETTERBOX_CENTRED,
            114,
            Colours.RGB,
            Layout.CHW,
            Element.FLOAT32,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));
    ByteBuffer target = ByteBuffer.allocateDirect(4 * 3 * 128 * 128).order(ByteOrder.nativeOrder());

    assertNoGrowth(
        2000,
        () -> {
          try (Picture picture = DECODER.decode(turned)) {
            InputWriter.write(picture, format, target.clear());
          }
        });
  }

  @Test
  void failingManyTimesKeepsNothing() {
    byte[] rgb = new byte[3 * 1000 * 1000]; // 600 MB if 200 of them stayed
    new Random(1).nextBytes(rgb);
    byte[] jpeg = ImageSamples.jpeg(1000, 1000, rgb);
    jpeg[jpeg.length / 2] = (byte) 0xff;
    jpeg[jpeg.length / 2 + 1] = (byte) 0xd9; // the end, in the middle
    byte[] png = // rows for half of the picture
        PngSample.header(1000, 1000, 8, PngSample.RGB, false)
            .rows(500, Arrays.copyOf(rgb, rgb.length / 2))
            .end();

    assertNoGrowth(
        100,
        () -> {
          for (byte[] damaged : new byte[][] {jpeg, png}) {
            assertThatThrownBy(() -> DECODER.decode(damaged))
                .isInstanceOf(UnreadableImageException.class);
          }
        });
  }

  private static void assertNoGrowth(int times, Runnable work) {
    for (int i = 0; i < times / 10; i++) {
      work.run(); // the allocators' own pools fill up
    }
    long trackedBefore = Pointer.totalBytes();
    long before = Pointer.physicalBytes();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    assertThat(Pointer.physicalBytes() - before).isLessThan(TOLERATED_BYTES);
    assertThat(Pointer.totalBytes() - trackedBefore).isLessThan(10_000);
  }
}
