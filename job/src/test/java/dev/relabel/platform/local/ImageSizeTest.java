package dev.relabel.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSizeTest {
  private final Path file;

  ImageSizeTest(@TempDir Path temp) {
    this.file = temp.resolve("image");
  }

  @Test
  void readsAHeaderAtTheEndOfAFileLargerThanTheMemory() throws IOException {
    long strip = 3L << 30; // a hole: the file takes next to nothing on the disk
    int[][] entries = {
      {256, 4, 640},
      {257, 4, 480},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, 1},
      {273, 4, 8},
      {277, 3, 1},
      {278, 4, 480},
      {279, 4, 640 * 480}
    };
    ByteBuffer directory = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    directory.putShort((short) entries.length);
    for (int[] each : entries) {
      directory.putShort((short) each[0]).putShort((short) each[1]).putInt(1).putInt(each[2]);
    }
    ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    start.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt((int) strip);
    try (RandomAccessFile tiff = new RandomAccessFile(file.toFile(), "rw")) {
      tiff.write(start.array());
      tiff.seek(strip);
      tiff.write(directory.array());
    }

    assertThat(ImageSize.inHeaderOf(file)).isEqualTo(new ImageSize(640, 480));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tiff"})
  void readsTheHeadersOfCommonFormats(String format) throws IOException {
    BufferedImage image = new BufferedImage(321, 123, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, format, file.toFile());

    assertThat(ImageSize.inHeaderOf(file)).isEqualTo(new ImageSize(321, 123));
  }

  @ParameterizedTest
  @CsvSource({
    // RIFF container documentation: a lossy frame of 550 x 368, a lossless one of 1 x 2, extended.
    "52494646 00000000 57454250 56503820 00000000 000000 9d012a 2602 7001, 550, 368",
    "52494646 00000000 57454250 5650384c 00000000 2f 00400000 0000000000, 1, 2",
    "52494646 00000000 57454250 56503858 0a000000 10000000 8f0100 2b0100, 400, 300",
  })
  void readsTheHeadersOfWebp(String hex, int width, int height) throws IOException {
    Files.write(file, HexFormat.of().parseHex(hex.replace(" ", "")));

    assertThat(ImageSize.inHeaderOf(file)).isEqualTo(new ImageSize(width, height));
  }

  @Test
  void readsOnWhereAJpegHasALongPreamble() throws IOException {
    Path plain = file.resolveSibling("plain");
    ImageIO.write(new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB), "jpg", plain.toFile());
    byte[] jpeg = Files.readAllBytes(plain);
    byte[] comment = new byte[65535 + 2];
    Arrays.fill(comment, (byte) ' ');
    System.arraycopy(HexFormat.of().parseHex("fffeffff"), 0, comment, 0, 4);
    try (var out = Files.newOutputStream(file)) {
      out.write(jpeg, 0, 2);
      out.write(comment);
      out.write(jpeg, 2, jpeg.length - 2);
    }

    assertThat(ImageSize.inHeaderOf(file)).isEqualTo(new ImageSize(9, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello, I am a text", "RIFF"})
  void knowsNoSizeOfAnythingElse(String content) throws IOException {
    Files.writeString(file, content);

    assertThat(ImageSize.inHeaderOf(file).isKnown()).isFalse();
  }
}
