package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Small progressive JPEG files whose many scans each cost a walk over all blocks. */
class ScanBombTest {

  @Test
  void refusesMoreScansThanAnyEncoderWrites() {
    assertThatThrownBy(() -> ImageHeader.read(gray(16, 16, 501)))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("501 or more scans of 256 pixels");
    assertThat(ImageHeader.read(gray(16, 16, 500)).storedWidth()).isEqualTo(16);
  }

  @Test
  void refusesFewerScansOfALargePicture() {
    assertThatThrownBy(() -> ImageHeader.read(gray(10_000, 10_000, 61)))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("61 or more scans of 100000000 pixels");
    assertThat(ImageHeader.read(gray(10_000, 10_000, 60)).storedHeight()).isEqualTo(10_000);
  }

  /** A gray picture: one scan of all means, then scans of one frequency each, all zero. */
  private static byte[] gray(int width, int height, int scans) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xff);
    out.write(0xd8);
    int[] quantisation = new int[65];
    Arrays.fill(quantisation, 1, 65, 1);
    segment(out, 0xdb, quantisation);
    segment(
        out, 0xc2, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0); // 1 × 1
    int[] means = new int[18]; // one code of one bit, for a difference of 0
    means[1] = 1;
    segment(out, 0xc4, means);
    int[] runs = new int[19]; // 0: end of 16,384–32,767 blocks; 10: end of one block
    runs[0] = 0x10;
    runs[1] = 1;
    runs[2] = 1;
    runs[17] = 0xe0;
    segment(out, 0xc4, runs);
    int blocks = ((width + 7) / 8) * ((height + 7) / 8);
    segment(out, 0xda, 1, 1, 0, 0, 0, 0);
    out.writeBytes(new byte[(blocks + 7) / 8]);
    byte[] empty = emptyScan(blocks);
    for (int scan = 1; scan < scans; scan++) {
      int frequency = 1 + (scan - 1) % 63;
      segment(out, 0xda, 1, 1, 0, frequency, frequency, 0);
      out.writeBytes(empty);
    }
    out.write(0xff);
    out.write(0xd9);
    return out.toByteArray();
  }

  private static byte[] emptyScan(int blocks) {
    StringBuilder bits = new StringBuilder();
    int left = blocks;
    while (left >= 16_384) {
      int run = Math.min(left, 32_767);
      String length = Integer.toBinaryString(run - 16_384);
      bits.append('0').append("0".repeat(14 - length.length())).append(length);
      left -= run;
    }
    bits.append("10".repeat(left));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bits.append("1".repeat((8 - bits.length() % 8) % 8));
    for (int at = 0; at < bits.length(); at += 8) {
      int value = Integer.parseInt(bits.substring(at, at + 8), 2);
      out.write(value);
      if (value == 0xff) {
        out.write(0);
      }
    }
    return out.toByteArray();
  }

  private static void segment(ByteArrayOutputStream out, int marker, int... content) {
    out.write(0xff);
    out.write(marker);
    out.write((content.length + 2) >> 8);
    out.write((content.length + 2) & 255);
    for (int value : content) {
      out.write(value);
    }
  }
}
