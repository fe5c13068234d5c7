package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of damaged files: each is a picture or an {@link UnreadableImageException}. */
class DamagedImagesTest {
  private static final int MUTATIONS = 3000;
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;
  private static final byte[] RGB = ImageSamples.blocks(3, 2);

  private enum Kind {
    JPEG,
    PROGRESSIVE_JPEG,
    CMYK_JPEG,
    PNG,
    INTERLACED_PNG,
    LOSSY_WEBP,
    LOSSLESS_WEBP,
    EXTENDED_WEBP,
    BMP,
    PALETTE_BMP,
    TIFF,
    PACKED_TIFF,
    GIF;

    byte[] sample() {
      byte[] exif = ImageSamples.exif(6, ByteOrder.LITTLE_ENDIAN);
      return switch (this) {
        case JPEG -> ImageSamples.jpegWithExif(ImageSamples.jpeg(WIDTH, HEIGHT, RGB), exif);
        case PROGRESSIVE_JPEG -> ImageSamples.progressiveJpeg(WIDTH, HEIGHT, RGB);
        case CMYK_JPEG -> ImageSamples.adobeJpeg(WIDTH, HEIGHT, 2, 1, 2, 3, 4);
        case PNG ->
            PngSample.header(WIDTH, HEIGHT, 8, PngSample.RGB, false)
                .chunk("eXIf", exif)
                .rows(HEIGHT, RGB)
                .end();
        case INTERLACED_PNG -> PngSample.interlaced(WIDTH, HEIGHT, RGB);
        case LOSSY_WEBP -> ImageSamples.webp(WIDTH, HEIGHT, RGB, 80);
        case LOSSLESS_WEBP -> ImageSamples.webp(WIDTH, HEIGHT, RGB, 101);
        case EXTENDED_WEBP ->
            ImageSamples.webpWithExif(
                ImageSamples.webp(WIDTH, HEIGHT, RGB, 80), WIDTH, HEIGHT, exif);
        case BMP -> ImageSamples.bmp(WIDTH, HEIGHT, RGB);
        case PALETTE_BMP ->
            ImageSamples.paletteBmp(
                WIDTH, HEIGHT, new byte[WIDTH * HEIGHT], new byte[] {1, 2, 3, 4, 5, 6});
        case TIFF -> ImageSamples.tiff(WIDTH, HEIGHT, RGB, 6, ByteOrder.LITTLE_ENDIAN);
        case PACKED_TIFF -> ImageSamples.written(ImageSamples.image(WIDTH, HEIGHT, RGB), "tiff");
        case GIF -> ImageSamples.written(ImageSamples.image(WIDTH, HEIGHT, RGB), "gif");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void damageIsRefusedOrSurvived(Kind kind) {
    long seed = 20260101L + kind.name().hashCode();
    Random random = new Random(seed);
    byte[] sample = kind.sample();
    // Damage may raise the claimed size; the limit keeps each decoding short.
    ImageDecoder decoder = new ImageDecoder(4_000_000);
    Assertions.assertTimeout(
        Duration.ofMinutes(2),
        () -> {
          for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = damaged(sample, random);
            try (Picture picture = decoder.decode(damaged)) {
              assertThat(picture.toRgb()).hasSize(3 * picture.width() * picture.height());
            } catch (UnreadableImageException e) {
              assertThat(e).hasMessageMatching("(?s).{10,}");
            } catch (RuntimeException e) {
              fail("%s, seed %s, mutation %s".formatted(kind, seed, i), e);
            }
          }
        });
  }

  @Test
  void pngDataThatDoesNotFitItsHeaderIsRefusedOrSurvived() {
    int seed = 11;
    Random random = new Random(seed);
    int[] colours = {
      PngSample.GRAY, PngSample.RGB, PngSample.PALETTE, PngSample.GRAY_ALPHA, PngSample.RGBA
    };
    for (int i = 0; i < 500; i++) {
      byte[] data = new byte[random.nextInt(5000)];
      random.nextBytes(data);
      byte[] packed = PngSample.deflate(data);
      if (random.nextBoolean()) {
        packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] png =
          PngSample.header(
                  random.nextInt(60),
                  random.nextInt(60),
                  1 << random.nextInt(6),
                  colours[random.nextInt(colours.length)],
                  random.nextBoolean())
              .chunk("PLTE", Arrays.copyOf(data, 3 * random.nextInt(300)))
              .chunk("IDAT", packed)
              .end();
      try (Picture picture = new ImageDecoder(10_000).decode(png)) {
        assertThat(picture.toRgb()).hasSize(3 * picture.width() * picture.height());
      } catch (UnreadableImageException e) {
        assertThat(e).as("seed %s, file %s", seed, i).hasMessageContaining("PNG");
      }
    }
  }

  private static byte[] damaged(byte[] sample, Random random) {
    byte[] bytes = sample.clone();
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    if (random.nextInt(8) == 0 && bytes.length > 2) {
      int from = random.nextInt(bytes.length - 1);
      int to = from + random.nextInt(bytes.length - from);
      byte[] shorter = Arrays.copyOf(bytes, bytes.length - (to - from));
      System.arraycopy(bytes, to, shorter, from, bytes.length - to);
      bytes = shorter;
    }
    // Most interesting bytes stand in the first hundred.
    for (int flips = random.nextInt(6); flips > 0 && bytes.length > 0; flips--) {
      int reach = random.nextBoolean() ? Math.min(100, bytes.length) : bytes.length;
      bytes[random.nextInt(reach)] =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (byte) 0xff;
            case 2 -> 0x7f;
            default -> (byte) random.nextInt();
          };
    }
    return bytes;
  }
}
