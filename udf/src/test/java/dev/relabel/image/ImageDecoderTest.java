package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final byte[] RGB = ImageSamples.blocks(3, 2);
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  @Test
  void losslessFormatsGiveTheirPixelsBack() {
    BufferedImage image = ImageSamples.image(WIDTH, HEIGHT, RGB);

    assertThat(rgb(PngSample.rgb(WIDTH, HEIGHT, RGB))).isEqualTo(RGB);
    assertThat(rgb(PngSample.interlaced(WIDTH, HEIGHT, RGB))).isEqualTo(RGB);
    assertThat(rgb(ImageSamples.bmp(WIDTH, HEIGHT, RGB))).isEqualTo(RGB);
    assertThat(rgb(ImageSamples.bmp(WIDTH, -HEIGHT, RGB))).isEqualTo(RGB);
    assertThat(rgb(ImageSamples.webp(WIDTH, HEIGHT, RGB, 101))).isEqualTo(RGB);
    assertThat(rgb(ImageSamples.written(image, "tiff"))).isEqualTo(RGB);
    assertThat(rgb(ImageSamples.written(image, "gif"))).isEqualTo(RGB);
  }

  @Test
  void lossyFormatsComeClose() {
    assertClose(rgb(ImageSamples.jpeg(WIDTH, HEIGHT, RGB)), RGB, 6);
    assertClose(rgb(ImageSamples.progressiveJpeg(WIDTH, HEIGHT, RGB)), RGB, 6);
    assertClose(
        rgb(ImageSamples.webp(64, 64, flat(64 * 64, 90, 60, 30), 90)),
        flat(64 * 64, 90, 60, 30),
        6);
  }

  @Test
  void interlacedSidesMayBeSmallerThanAPass() {
    byte[] rgb = new byte[3 * 3 * 5];
    new Random(1).nextBytes(rgb);

    assertThat(rgb(PngSample.interlaced(3, 5, rgb))).isEqualTo(rgb);
  }

  @Test
  void grayscaleJpegKeepsItsValue() {
    BufferedImage gray = ImageSamples.grayImage(16, 16, (byte) 0x88);

    assertClose(rgb(ImageSamples.written(gray, "jpg")), flat(256, 0x88, 0x88, 0x88), 1);
  }

  @Test
  void cmykJpegBecomesTheColoursThatPrintWouldShow() {
    // Adobe stores 255 - ink: no cyan, half magenta, no yellow, no black is a light magenta.
    byte[] cmyk = ImageSamples.adobeJpeg(16, 16, 0, 255, 128, 255, 255);
    assertClose(rgb(cmyk), flat(256, 255, 128, 255), 2);

    byte[] darker = ImageSamples.adobeJpeg(16, 16, 0, 255, 128, 255, 128);
    assertClose(rgb(darker), flat(256, 128, 64, 128), 2);
  }

  @Test
  void ycckJpegBecomesTheColoursThatPrintWouldShow() {
    // Y, Cb, Cr of 76, 85, 255 are red: its complement is cyan, and no black ink is used.
    byte[] ycck = ImageSamples.adobeJpeg(16, 16, 2, 76, 85, 255, 255);

    assertClose(rgb(ycck), flat(256, 1, 255, 255), 3);
  }

  @Test
  void pngGrayOfEveryDepthIsSpreadOverTheWholeRange() {
    assertThat(rgb(PngSample.of(8, 1, 1, PngSample.GRAY, bytes(0b0101_0011))))
        .isEqualTo(gray(0, 255, 0, 255, 0, 0, 255, 255));
    assertThat(rgb(PngSample.of(4, 1, 2, PngSample.GRAY, bytes(0b00_01_10_11))))
        .isEqualTo(gray(0, 85, 170, 255));
    assertThat(rgb(PngSample.of(4, 1, 4, PngSample.GRAY, bytes(0x05, 0xaf))))
        .isEqualTo(gray(0, 85, 170, 255));
    assertThat(rgb(PngSample.of(3, 1, 8, PngSample.GRAY, bytes(0, 136, 255))))
        .isEqualTo(gray(0, 136, 255));
  }

  @Test
  void sixteenBitsKeepTheirHighByte() {
    assertThat(rgb(PngSample.of(3, 1, 16, PngSample.GRAY, bytes(0, 255, 1, 0, 0x80, 0x7f))))
        .isEqualTo(gray(0, 1, 128));
    assertThat(rgb(PngSample.of(1, 1, 16, PngSample.RGB, bytes(10, 200, 20, 200, 30, 200))))
        .isEqualTo(bytes(10, 20, 30));
  }

  @Test
  void pngPaletteOfEveryDepthIsLookedUp() {
    byte[] palette = bytes(10, 20, 30, 40, 50, 60);
    byte[] expected = bytes(40, 50, 60, 10, 20, 30);

    assertThat(rgb(palettePng(1, palette, bytes(0b1000_0000)))).isEqualTo(expected);
    assertThat(rgb(palettePng(2, palette, bytes(0b0100_0000)))).isEqualTo(expected);
    assertThat(rgb(palettePng(4, palette, bytes(0x10)))).isEqualTo(expected);
    assertThat(rgb(palettePng(8, palette, bytes(1, 0)))).isEqualTo(expected);
  }

  @Test
  void transparencyIsDropped() {
    assertThat(rgb(PngSample.of(2, 1, 8, PngSample.RGBA, bytes(1, 2, 3, 0, 4, 5, 6, 128))))
        .isEqualTo(bytes(1, 2, 3, 4, 5, 6));
    assertThat(rgb(PngSample.of(2, 1, 8, PngSample.GRAY_ALPHA, bytes(9, 0, 7, 255))))
        .isEqualTo(gray(9, 7));
    byte[] transparentEntry =
        PngSample.header(2, 1, 8, PngSample.PALETTE, false)
            .chunk("PLTE", bytes(10, 20, 30, 40, 50, 60))
            .chunk("tRNS", bytes(0))
            .rows(1, bytes(0, 1))
            .end();
    assertThat(rgb(transparentEntry)).isEqualTo(bytes(10, 20, 30, 40, 50, 60));
  }

  @Test
  void bmpAndGifPalettesAreLookedUp() {
    byte[] palette = bytes(10, 20, 30, 40, 50, 60, 70, 80, 90);
    byte[] expected = bytes(70, 80, 90, 10, 20, 30, 40, 50, 60);
    assertThat(rgb(ImageSamples.paletteBmp(3, 1, bytes(2, 0, 1), palette))).isEqualTo(expected);

    IndexColorModel colours = new IndexColorModel(8, 3, palette, 0, false);
    BufferedImage gif = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, colours);
    gif.getRaster().setPixels(0, 0, 3, 1, new int[] {2, 0, 1});
    assertThat(rgb(ImageSamples.written(gif, "gif"))).isEqualTo(expected);
  }

  @Test
  void whatFollowsTheEndIsIgnored() {
    byte[] jpeg = ImageSamples.jpeg(WIDTH, HEIGHT, RGB);
    byte[] png = PngSample.rgb(WIDTH, HEIGHT, RGB);

    assertThat(rgb(Arrays.copyOf(jpeg, jpeg.length + 1000))).isEqualTo(rgb(jpeg));
    assertThat(rgb(Arrays.copyOf(png, png.length + 1000))).isEqualTo(RGB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JPEG", "PROGRESSIVE", "PNG", "WEBP", "BMP", "TIFF", "GIF"})
  void aCutFileIsRefusedWhereverItEnds(String kind) {
    byte[] whole = sample(kind);

    for (int length = 0; length < whole.length; length += 1 + whole.length / 97) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(cut))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(UnreadableImageException.class);
    }
    byte[] lastByte = Arrays.copyOf(whole, whole.length - 1);
    if (!kind.equals("GIF")) { // only its end mark is missing
      assertThatThrownBy(() -> rgb(lastByte)).isInstanceOf(UnreadableImageException.class);
    }
  }

  @Test
  void tooManyPixelsAreRefusedBeforeTheyAreDecoded() {
    byte[] png = PngSample.rgb(WIDTH, HEIGHT, RGB);

    assertThatThrownBy(() -> new ImageDecoder(WIDTH * HEIGHT - 1).decode(png))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage(
            "48 × 32 pixels are more than the limit of 1535;"
                + " raise it if the image is meant to be so large");
    new ImageDecoder(WIDTH * HEIGHT).decode(png).close();
  }

  private static byte[] sample(String kind) {
    return switch (kind) {
      case "JPEG" -> ImageSamples.jpeg(WIDTH, HEIGHT, RGB);
      case "PROGRESSIVE" -> ImageSamples.progressiveJpeg(WIDTH, HEIGHT, RGB);
      case "PNG" -> PngSample.rgb(WIDTH, HEIGHT, RGB);
      case "WEBP" -> ImageSamples.webp(WIDTH, HEIGHT, RGB, 80);
      case "BMP" -> ImageSamples.bmp(WIDTH, HEIGHT, RGB);
      default -> ImageSamples.written(ImageSamples.image(WIDTH, HEIGHT, RGB), kind);
    };
  }

  private static byte[] palettePng(int depth, byte[] palette, byte[] rows) {
    return PngSample.header(2, 1, depth, PngSample.PALETTE, false)
        .chunk("PLTE", palette)
        .rows(1, rows)
        .end();
  }

  private static byte[] rgb(byte[] encoded) {
    try (Picture picture = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(encoded)) {
      return picture.toRgb();
    }
  }

  private static void assertClose(byte[] actual, byte[] expected, int tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      int difference = Math.abs((actual[i] & 0xff) - (expected[i] & 0xff));
      assertThat(difference).as("byte %s", i).isLessThanOrEqualTo(tolerance);
    }
  }

  private static byte[] flat(int pixels, int red, int green, int blue) {
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      rgb[3 * i] = (byte) red;
      rgb[3 * i + 1] = (byte) green;
      rgb[3 * i + 2] = (byte) blue;
    }
    return rgb;
  }

  private static byte[] gray(int... values) {
    byte[] rgb = new byte[3 * values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i / 3];
    }
    return rgb;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
