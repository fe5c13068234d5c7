package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class AnimationTest {
  @Test
  void ofMovingPicturesTheFirstIsTaken() {
    assertThat(center(animation(".webp"))).isCloseTo(50, within(3));
    assertThat(center(animation(".gif"))).isCloseTo(50, within(36));
  }

  @Test
  void ofAMovingPngTheStillPictureIsTaken() {
    byte[] still = new byte[3 * 4 * 4];
    Arrays.fill(still, (byte) 90);
    byte[] frame = new byte[1 + 3];
    byte[] control = ByteBuffer.allocate(26).putInt(0).putInt(1).putInt(1).putInt(3).array();
    byte[] data = PngSample.deflate(frame);
    byte[] png =
        PngSample.header(4, 4, 8, PngSample.RGB, false)
            .chunk("acTL", new byte[] {0, 0, 0, 1, 0, 0, 0, 0})
            .rows(4, still)
            .chunk("fcTL", control)
            .chunk("fdAT", ByteBuffer.allocate(4 + data.length).putInt(1).put(data).array())
            .end();

    try (Picture picture = new ImageDecoder(100).decode(png)) {
      assertThat(picture.toRgb()).isEqualTo(still);
    }
  }

  private static byte[] animation(String suffix) {
    try (Mat first = new Mat(32, 32, opencv_core.CV_8UC3, new Scalar(50, 50, 50, 0));
        Mat second = new Mat(32, 32, opencv_core.CV_8UC3, new Scalar(200, 200, 200, 0));
        MatVector frames = new MatVector(first, second);
        BytePointer encoded = new BytePointer();
        IntPointer settings = new IntPointer(0)) {
      opencv_imgcodecs.imencodemulti(suffix, frames, encoded, settings);
      byte[] bytes = new byte[(int) encoded.limit()];
      encoded.get(bytes);
      return bytes;
    }
  }

  private static int center(byte[] encoded) {
    try (Picture picture = new ImageDecoder(32 * 32).decode(encoded)) {
      return picture.toRgb()[3 * (16 * 32 + 16)] & 0xff;
    }
  }
}
