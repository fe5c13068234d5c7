package dev.relabel.platform.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Mask;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BitmapCodecTest {
  // Two rows of three: .#. / ##.
  private static final boolean[][] PICTURE = {{false, true, false}, {true, true, false}};
  private static final Mask EXPECTED = Mask.ofRuns(10, 20, 2, 2, 1, 3);

  private static String data(byte[] png) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(bytes)) {
      zlib.write(png);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static BufferedImage picture(int type, int set, int clear) {
    BufferedImage image = new BufferedImage(3, 2, type);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        image.setRGB(x, y, PICTURE[y][x] ? set : clear);
      }
    }
    return image;
  }

  private static BufferedImage palette(IndexColorModel colours, int bits) {
    int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
    BufferedImage image = new BufferedImage(3, 2, type, colours);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        image.getRaster().setSample(x, y, 0, PICTURE[y][x] ? 1 : 0);
      }
    }
    return image;
  }

  @Test
  void writesOneBitGrayscaleInZlib() throws IOException {
    byte[] packed = Base64.getDecoder().decode(BitmapCodec.encode(EXPECTED));
    byte[] png = new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    assertThat(png[24]).as("bits per sample").isEqualTo((byte) 1);
    assertThat(png[25]).as("colour type grayscale").isEqualTo((byte) 0);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getRGB(0, 0)).isEqualTo(0xff000000);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xffffffff);
    assertThat(image.getRGB(0, 1)).isEqualTo(0xffffffff);
    assertThat(BitmapCodec.decode(10, 20, BitmapCodec.encode(EXPECTED))).isEqualTo(EXPECTED);
  }

  @Test
  void cropsLooselyPackedBitmapsToTheirPixels() throws IOException {
    byte[] png = png(picture(BufferedImage.TYPE_BYTE_GRAY, 0xff202020, 0xff000000));
    assertThat(BitmapCodec.decode(10, 20, data(png))).isEqualTo(EXPECTED);
  }

  @Test
  void readsGrayOfEveryDepth() throws IOException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_BYTE_BINARY,
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY
        }) {
      byte[] png = png(picture(type, 0xffffffff, 0xff000000));
      assertThat(BitmapCodec.decode(10, 20, data(png))).as("type %s", type).isEqualTo(EXPECTED);
    }
  }

  @Test
  void readsAlphaWhateverTheColour() throws IOException {
    byte[] png = png(picture(BufferedImage.TYPE_INT_ARGB, 0x01000000, 0x00ffffff));
    assertThat(BitmapCodec.decode(10, 20, data(png))).isEqualTo(EXPECTED);
  }

  @Test
  void readsTheClientsOneBitPaletteWithTransparency() throws IOException {
    byte[] gray = {0, (byte) 0xff};
    byte[] png = png(palette(new IndexColorModel(1, 2, gray, gray, gray, 0), 1));
    assertThat(png[25]).as("colour type palette").isEqualTo((byte) 3);
    assertThat(BitmapCodec.decode(10, 20, data(png))).isEqualTo(EXPECTED);
  }

  @Test
  void readsGrayAndAlpha() throws IOException {
    // Rows of (gray, alpha), each behind its filter byte.
    byte[] rows = {0, 9, 0, 9, 1, 9, 0, 0, 0, 1, 0, (byte) 255, 77, 0};
    assertThat(BitmapCodec.decode(10, 20, data(file(8, 4, rows)))).isEqualTo(EXPECTED);
  }

  @Test
  void refusesColoursWithoutTransparency() throws IOException {
    byte[] rgb = png(picture(BufferedImage.TYPE_INT_RGB, 0xffffffff, 0xff000000));
    byte[] red = {0, (byte) 0xff};
    byte[] none = {0, 0};
    byte[] opaque = png(palette(new IndexColorModel(8, 2, red, none, none), 8));
    for (byte[] png : new byte[][] {rgb, opaque}) {
      assertThatThrownBy(() -> BitmapCodec.decode(0, 0, data(png)))
          .isInstanceOf(UnreadableJsonException.class)
          .hasMessageContaining("nothing says which pixels are set");
      String bare = Base64.getEncoder().encodeToString(png);
      assertThat(BitmapCodec.decode(10, 20, bare)).isEqualTo(EXPECTED);
    }
  }

  @Test
  void refusesWhatIsNoBitmap() throws IOException {
    assertThatThrownBy(() -> BitmapCodec.decode(0, 0, "*"))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("A bitmap's data are no base64");
    assertThatThrownBy(() -> BitmapCodec.decode(0, 0, "AAAA"))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("A bitmap's data are neither zlib nor PNG");
    assertThatThrownBy(() -> BitmapCodec.decode(0, 0, data(new byte[] {1, 2, 3})))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("A bitmap's data are no PNG file");
    byte[] png = png(picture(BufferedImage.TYPE_BYTE_GRAY, 0xffffffff, 0xff000000));
    for (int length = 8; length < png.length; length++) {
      byte[] cut = Arrays.copyOf(png, length);
      assertThatThrownBy(() -> BitmapCodec.decode(0, 0, data(cut)))
          .as("cut to %s bytes", length)
          .isInstanceOf(UnreadableJsonException.class)
          .hasMessage("A bitmap's PNG file is cut off");
    }
    byte[] clear = png(picture(BufferedImage.TYPE_BYTE_GRAY, 0xff000000, 0xff000000));
    assertThatThrownBy(() -> BitmapCodec.decode(0, 0, data(clear)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A mask needs at least one pixel");
  }

  @Test
  void refusesBombsBeforeUnpackingThem() throws IOException {
    byte[] zeros = new byte[65 << 20];
    assertThatThrownBy(() -> BitmapCodec.decode(0, 0, data(zeros)))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("A bitmap's data unpack to more than 64 MiB");
    byte[] png = png(picture(BufferedImage.TYPE_BYTE_GRAY, 0xffffffff, 0xff000000));
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
    assertThatThrownBy(() -> BitmapCodec.decode(0, 0, data(png)))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage(
            "A bitmap of 100000 × 100000 pixels is larger than the 256 MiB that are unpacked");
  }

  @Test
  void readsPastChunksThatHoldNoPixels() throws IOException {
    byte[] png = png(picture(BufferedImage.TYPE_BYTE_GRAY, 0xffffffff, 0xff000000));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(png, 0, 33);
    file.write(chunk("zTXt", new byte[] {1, 2, 3, 4}));
    file.write(chunk("iCCP", new byte[] {5}));
    file.write(png, 33, png.length - 33);
    assertThat(BitmapCodec.decode(10, 20, data(file.toByteArray()))).isEqualTo(EXPECTED);
  }

  private static byte[] file(int depth, int colour, byte[] rows) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] header = {0, 0, 0, 3, 0, 0, 0, 2, (byte) depth, (byte) colour, 0, 0, 0};
    file.write(chunk("IHDR", header));
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
      out.write(rows);
    }
    file.write(chunk("IDAT", zlib.toByteArray()));
    file.write(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  private static byte[] chunk(String type, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.ISO_8859_1));
    crc.update(body);
    return ByteBuffer.allocate(12 + body.length)
        .putInt(body.length)
        .put(type.getBytes(StandardCharsets.ISO_8859_1))
        .put(body)
        .putInt((int) crc.getValue())
        .array();
  }
}
