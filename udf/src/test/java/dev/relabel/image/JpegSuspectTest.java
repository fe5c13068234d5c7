package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JpegSuspectTest {
  private static final int WIDTH = 203;
  private static final int HEIGHT = 117;

  @Test
  void aPictureThatLostItsEndButNotItsEndMarkerIsRefused() {
    byte[] jpeg = ImageSamples.jpeg(WIDTH, HEIGHT, noise());

    for (int share = 1; share <= 9; share++) {
      int tenths = share;
      assertThatThrownBy(() -> decode(closedAfter(jpeg, jpeg.length * tenths / 10)))
          .isInstanceOf(UnreadableImageException.class)
          .hasMessage("The JPEG image of 203 × 117 pixels is damaged: its lower part is missing");
    }
  }

  @Test
  void aProgressivePictureThatLostPartOfItsFirstScanIsRefused() {
    byte[] jpeg = ImageSamples.progressiveJpeg(WIDTH, HEIGHT, noise());
    int scan = firstScan(jpeg);

    assertThatThrownBy(() -> decode(closedAfter(jpeg, scan + 200)))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("its lower part is missing");
  }

  @Test
  void aPictureThatIsGrayByNatureIsNotRefused() {
    byte[] gray = noise();
    Arrays.fill(gray, gray.length / 4, gray.length, (byte) 128);

    assertDecodes(ImageSamples.jpeg(WIDTH, HEIGHT, gray), gray);
    assertDecodes(ImageSamples.progressiveJpeg(WIDTH, HEIGHT, gray), gray);
    assertDecodes(
        ImageSamples.written(ImageSamples.grayImage(WIDTH, HEIGHT, (byte) 128), "jpg"), gray);
  }

  @Test
  void grayPicturesOfEverySmallSizeAreWhole() {
    for (int width = 1; width <= 34; width += 3) {
      for (int height = 1; height <= 34; height += 3) {
        byte[] gray = new byte[3 * width * height];
        Arrays.fill(gray, (byte) 128);
        decode(ImageSamples.jpeg(width, height, gray)).close();
        decode(ImageSamples.progressiveJpeg(width, height, gray)).close();
      }
    }
  }

  private static void assertDecodes(byte[] jpeg, byte[] rgb) {
    try (Picture picture = decode(jpeg)) {
      byte[] decoded = picture.toRgb();
      assertThat(decoded).hasSameSizeAs(rgb);
      assertThat(decoded[decoded.length - 1]).isEqualTo((byte) 128);
    }
  }

  private static byte[] noise() {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    new Random(3).nextBytes(rgb);
    return rgb;
  }

  private static byte[] closedAfter(byte[] jpeg, int length) {
    byte[] cut = Arrays.copyOf(jpeg, length + 2);
    cut[length] = (byte) 0xff;
    cut[length + 1] = (byte) 0xd9;
    return cut;
  }

  private static int firstScan(byte[] jpeg) {
    for (int i = 0; ; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda) {
        return i + 2 + (jpeg[i + 2] << 8 | jpeg[i + 3]);
      }
    }
  }

  private static Picture decode(byte[] encoded) {
    return new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(encoded);
  }
}
