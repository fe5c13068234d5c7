package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageHeaderTest {
  private static final byte[] RGB = ImageSamples.blocks(3, 2);

  @Test
  void everyFormatTellsItsSizeByContent() {
    assertHeader(ImageSamples.jpeg(48, 32, RGB), ImageFormat.JPEG);
    assertHeader(ImageSamples.progressiveJpeg(48, 32, RGB), ImageFormat.JPEG);
    assertHeader(PngSample.rgb(48, 32, RGB), ImageFormat.PNG);
    assertHeader(ImageSamples.webp(48, 32, RGB, 80), ImageFormat.WEBP);
    assertHeader(ImageSamples.webp(48, 32, RGB, 101), ImageFormat.WEBP);
    assertHeader(ImageSamples.bmp(48, 32, RGB), ImageFormat.BMP);
    assertHeader(ImageSamples.bmp(48, -32, RGB), ImageFormat.BMP);
    assertHeader(ImageSamples.tiff(48, 32, RGB, 1, ByteOrder.BIG_ENDIAN), ImageFormat.TIFF);
    assertHeader(ImageSamples.written(ImageSamples.image(48, 32, RGB), "gif"), ImageFormat.GIF);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "just a few words | This is text or HTML, not an image",
        "<!DOCTYPE html><html><body>404 Not Found</body></html> | This is text or HTML",
        "{\"error\": \"token expired\"} | This is text or HTML, not an image",
        "BMW and other cars, a list | This is text or HTML, not an image",
        "%PDF-1.7 and so on | This is a PDF document",
        "P6 640 480 255 | This is a portable anymap (PNM) image",
        "#?RADIANCE and so on | This is a Radiance HDR image",
        "xxxxftypavif0000 | This is an AVIF image",
        "xxxxftypheic0000 | This is a HEIC image",
        "xxxxftypisom0000 | This is a video (MP4 or MOV)",
      })
  void whatIsNoImageIsNamed(String content, String message) {
    assertRefused(content.getBytes(StandardCharsets.UTF_8), message);
  }

  @Test
  void binaryRubbishIsShownByItsFirstBytes() {
    assertRefused(new byte[0], "The file is empty, not an image");
    assertRefused(
        new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8},
        "This is no image format that is known (first bytes 00 01 02 03 04 05 06 07);"
            + " JPEG, PNG, WebP, BMP, TIFF and GIF images are read");
    assertRefused(new byte[] {0x76, 0x2f, 0x31, 1, 2}, "This is an OpenEXR image");
    assertRefused(new byte[] {'P', 'K', 3, 4}, "This is a ZIP archive");
  }

  @Test
  void aClaimOfBillionsOfPixelsIsRefusedWithoutMemory() {
    byte[] png =
        PngSample.header(60_000, 60_000, 8, PngSample.RGB, false)
            .chunk("IDAT", new byte[20_000_000])
            .end();
    long before = Pointer.physicalBytes();

    assertThatThrownBy(() -> decode(png))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageStartingWith("60000 × 60000 pixels are more than the limit of 200000000");
    assertThat(Pointer.physicalBytes() - before).isLessThan(100_000_000L);
  }

  @Test
  void aClaimThatSoFewBytesCannotHoldIsRefused() {
    byte[] png =
        PngSample.header(14_000, 14_000, 8, PngSample.RGB, false)
            .chunk("IDAT", PngSample.deflate(new byte[1000]))
            .end();
    assertRefused(png, "The PNG header claims 14000 × 14000 pixels, but only");

    byte[] jpeg = ImageSamples.jpeg(48, 32, RGB);
    setJpegSize(jpeg, 14_000, 14_000);
    assertRefused(jpeg, "The JPEG header claims 14000 × 14000 pixels, but only");

    byte[] bmp = ImageSamples.bmp(48, 32, RGB);
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 14_000).putInt(22, 14_000);
    assertRefused(bmp, "The BMP image is cut off: 14000 × 14000 pixels need 588000054 bytes");

    byte[] tiff = ImageSamples.tiff(48, 32, RGB, 1, ByteOrder.LITTLE_ENDIAN);
    ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN).putInt(30, 1 << 24);
    assertRefused(tiff, "The TIFF header claims 48 × 16777216 pixels, but only");
  }

  @Test
  void aTileThatIsFarLargerThanThePictureIsRefused() {
    byte[] tiff = ImageSamples.tiff(48, 32, RGB, 1, ByteOrder.LITTLE_ENDIAN);
    ByteBuffer directory = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    directory.putShort(82, (short) 322).putShort(84, (short) 4).putInt(90, 1 << 20); // was 274
    directory.putShort(94, (short) 323).putShort(96, (short) 4).putInt(102, 1 << 20); // was 277

    assertRefused(tiff, "The TIFF header claims tiles of 1099511627776 pixels");
  }

  @Test
  void aWrongChecksumIsFoundBeforeDecoding() {
    byte[] png = PngSample.rgb(48, 32, RGB);
    png[60] ^= 1;

    assertRefused(png, "The PNG image is damaged: a checksum is wrong at byte 33");
  }

  @Test
  void aSizeThatThePixelsDoNotHaveIsRefused() {
    byte[] webp =
        ImageSamples.webpWithExif(ImageSamples.webp(48, 32, RGB, 101), 4800, 3200, new byte[0]);

    assertThatThrownBy(() -> decode(webp)).isInstanceOf(UnreadableImageException.class);
  }

  @Test
  void sidesOfZeroAreRefused() {
    byte[] jpeg = ImageSamples.jpeg(48, 32, RGB);
    setJpegSize(jpeg, 48, 0);
    assertRefused(jpeg, "The JPEG header claims 48 × 0 pixels");
    assertRefused(
        PngSample.of(0, 1, 8, PngSample.GRAY, new byte[1]), "The PNG header claims 0 × 1");
  }

  @Test
  void dataThatGoesOnBeyondThePicturePackedTightlyCostsLittle() {
    byte[] endless = PngSample.deflate(new byte[400_000_000]); // 400 kB of file
    byte[] png = PngSample.header(100, 100, 8, PngSample.RGB, false).chunk("IDAT", endless).end();
    long before = Pointer.physicalBytes();

    decode(png).close();

    assertThat(Pointer.physicalBytes() - before).isLessThan(100_000_000L);
  }

  @Test
  void aPackedNoteThatGrowsWithoutEndCostsLittle() {
    byte[] note = new byte[500_020];
    byte[] packed = PngSample.deflate(new byte[400_000_000]);
    System.arraycopy("icc\0\0".getBytes(StandardCharsets.US_ASCII), 0, note, 0, 5);
    System.arraycopy(packed, 0, note, 5, packed.length);
    for (String chunk : new String[] {"iCCP", "zTXt"}) {
      byte[] png =
          PngSample.header(48, 32, 8, PngSample.RGB, false)
              .chunk(chunk, Arrays.copyOf(note, packed.length + 5))
              .rows(32, RGB)
              .end();
      long before = Pointer.physicalBytes();

      try (Picture picture = decode(png)) {
        assertThat(picture.width()).isEqualTo(48);
      }

      assertThat(Pointer.physicalBytes() - before).isLessThan(100_000_000L);
    }
  }

  private static void setJpegSize(byte[] jpeg, int width, int height) {
    for (int i = 0; i < jpeg.length; i++) {
      if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return;
      }
    }
    throw new IllegalArgumentException("No baseline frame");
  }

  private static void assertHeader(byte[] encoded, ImageFormat format) {
    assertThat(ImageHeader.read(encoded))
        .isEqualTo(new ImageHeader(format, 48, 32, Orientation.UPRIGHT));
  }

  private static void assertRefused(byte[] encoded, String message) {
    assertThatThrownBy(() -> decode(encoded))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageStartingWith(message);
  }

  private static Picture decode(byte[] encoded) {
    return new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(encoded);
  }
}
