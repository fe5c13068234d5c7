package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Affine;
import java.nio.ByteOrder;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class OrientationTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;
  private static final int JPEG_TOLERANCE = 6;
  private static final byte[] RGB = ImageSamples.blocks(3, 2);

  @Test
  void jpegIsTurnedAsItsExifSays() {
    byte[] plain = ImageSamples.jpeg(WIDTH, HEIGHT, RGB);
    assertTurned(
        o -> ImageSamples.jpegWithExif(plain, ImageSamples.exif(o, ByteOrder.BIG_ENDIAN)),
        JPEG_TOLERANCE);
    assertTurned(
        o -> ImageSamples.jpegWithExif(plain, ImageSamples.exif(o, ByteOrder.LITTLE_ENDIAN)),
        JPEG_TOLERANCE);
  }

  @Test
  void pngIsTurnedAsItsExifSays() {
    assertTurned(
        o ->
            PngSample.header(WIDTH, HEIGHT, 8, PngSample.RGB, false)
                .chunk("eXIf", ImageSamples.exif(o, ByteOrder.BIG_ENDIAN))
                .rows(HEIGHT, RGB)
                .end(),
        0);
  }

  @Test
  void exifMayFollowThePixelsOfAPng() {
    assertTurned(
        o ->
            PngSample.header(WIDTH, HEIGHT, 8, PngSample.RGB, false)
                .rows(HEIGHT, RGB)
                .chunk("eXIf", ImageSamples.exif(o, ByteOrder.LITTLE_ENDIAN))
                .end(),
        0);
  }

  @Test
  void webpIsTurnedAsItsExifSays() {
    byte[] plain = ImageSamples.webp(WIDTH, HEIGHT, RGB, 101);
    assertTurned(
        o ->
            ImageSamples.webpWithExif(
                plain, WIDTH, HEIGHT, ImageSamples.exif(o, ByteOrder.LITTLE_ENDIAN)),
        0);
  }

  @Test
  void tiffIsTurnedAsItsDirectorySays() {
    assertTurned(o -> ImageSamples.tiff(WIDTH, HEIGHT, RGB, o, ByteOrder.LITTLE_ENDIAN), 0);
    assertTurned(o -> ImageSamples.tiff(WIDTH, HEIGHT, RGB, o, ByteOrder.BIG_ENDIAN), 0);
  }

  @Test
  void aDamagedExifBlockSaysNothing() {
    byte[] plain = ImageSamples.jpeg(WIDTH, HEIGHT, RGB);
    byte[] good = ImageSamples.exif(6, ByteOrder.LITTLE_ENDIAN);
    byte[] farDirectory = good.clone();
    farDirectory[7] = (byte) 0xff; // at 4278190088
    byte[] manyEntries = good.clone();
    manyEntries[9] = (byte) 0xff; // 65282 of them
    byte[] noMagic = good.clone();
    noMagic[2] = 0;
    byte[] unknownValue = ImageSamples.exif(9, ByteOrder.LITTLE_ENDIAN);

    for (byte[] exif :
        new byte[][] {farDirectory, manyEntries, noMagic, unknownValue, {}, {'I', 'I'}}) {
      ImageHeader header = ImageHeader.read(ImageSamples.jpegWithExif(plain, exif));
      assertThat(header.orientation()).isEqualTo(Orientation.UPRIGHT);
    }
  }

  @Test
  void theUprightSizeIsThatOfTheTurnedPicture() {
    byte[] tiff = ImageSamples.tiff(WIDTH, HEIGHT, RGB, 6, ByteOrder.LITTLE_ENDIAN);

    ImageHeader header = ImageHeader.read(tiff);

    assertThat(header)
        .isEqualTo(new ImageHeader(ImageFormat.TIFF, WIDTH, HEIGHT, Orientation.TURN_CLOCKWISE));
    assertThat(header.width()).isEqualTo(HEIGHT);
    assertThat(header.height()).isEqualTo(WIDTH);
  }

  @Test
  void turningClockwiseBringsTheFirstColumnToTheTop() {
    byte[] stored = {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6}; // 1 2 3 / 4 5 6
    byte[] tiff = ImageSamples.tiff(3, 2, stored, 6, ByteOrder.LITTLE_ENDIAN);

    try (Picture picture = new ImageDecoder(6).decode(tiff)) {
      assertThat(picture.toRgb())
          .containsExactly(4, 4, 4, 1, 1, 1, 5, 5, 5, 2, 2, 2, 6, 6, 6, 3, 3, 3);
    }
  }

  /** Every stored pixel is found where {@code toUpright} says. */
  private static void assertTurned(IntFunction<byte[]> encoded, int tolerance) {
    for (Orientation orientation : Orientation.values()) {
      byte[] file = encoded.apply(orientation.exif());
      try (Picture picture = new ImageDecoder(WIDTH * HEIGHT).decode(file)) {
        assertThat(picture.orientation()).isEqualTo(orientation);
        assertThat(picture.width()).isEqualTo(orientation.swapsSides() ? HEIGHT : WIDTH);
        byte[] upright = picture.toRgb();
        Affine map = orientation.toUpright(WIDTH, HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
          int row = i / WIDTH;
          double x = i % WIDTH + 0.5;
          double y = row + 0.5;
          int uprightX = (int) map.x(x, y);
          int uprightY = (int) map.y(x, y);
          int at = uprightY * picture.width() + uprightX;
          for (int c = 0; c < 3; c++) {
            int difference = (upright[3 * at + c] & 0xff) - (RGB[3 * i + c] & 0xff);
            assertThat(Math.abs(difference))
                .as("%s: stored pixel %s, channel %s", orientation, i, c)
                .isLessThanOrEqualTo(tolerance);
          }
        }
      }
    }
  }
}
