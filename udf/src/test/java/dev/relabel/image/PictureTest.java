package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final byte[] RGB = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};

  @Test
  void pixelsComeBackInTheOrderInWhichTheyWereGiven() {
    try (Picture picture = Picture.ofRgb(3, 2, RGB)) {
      assertThat(picture.width()).isEqualTo(3);
      assertThat(picture.height()).isEqualTo(2);
      assertThat(picture.orientation()).isEqualTo(Orientation.UPRIGHT);
      assertThat(picture.toRgb()).isEqualTo(RGB);
    }
  }

  @Test
  void theCopyForDrawingHasTheSamePixels() {
    try (Picture picture = Picture.ofRgb(3, 2, RGB)) {
      BufferedImage image = picture.toBufferedImage();

      assertThat(image.getRGB(0, 0)).isEqualTo(0xff010203);
      assertThat(image.getRGB(2, 0)).isEqualTo(0xff070809);
      assertThat(image.getRGB(0, 1)).isEqualTo(0xff0a0b0c);
    }
  }

  @Test
  void pngLosesNothingAndJpegLittle() {
    byte[] rgb = ImageSamples.blocks(3, 2);
    try (Picture picture = Picture.ofRgb(48, 32, rgb);
        Picture png = new ImageDecoder(48 * 32).decode(picture.toPng());
        Picture jpeg = new ImageDecoder(48 * 32).decode(picture.toJpeg())) {
      assertThat(png.toRgb()).isEqualTo(rgb);
      byte[] lossy = jpeg.toRgb();
      for (int i = 0; i < rgb.length; i++) {
        assertThat(Math.abs((lossy[i] & 0xff) - (rgb[i] & 0xff))).isLessThanOrEqualTo(12);
      }
    }
  }

  @Test
  void sidesHaveToFitTheArray() {
    assertThatThrownBy(() -> Picture.ofRgb(3, 3, RGB))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 × 3 RGB pixels do not fit 18 bytes");
    assertThatThrownBy(() -> Picture.ofRgb(0, 2, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closingTwiceDoesNoHarm() {
    Picture picture = Picture.ofRgb(3, 2, RGB);
    picture.close();
    picture.close();
  }
}
