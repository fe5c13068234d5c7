package dev.relabel.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A Matroska video of 64 × 64 pixels, each frame a JPEG file in one grey that tells its number,
 * written element by element (RFC 9559). Frames are shown every 40 ms.
 */
public final class GreyVideo {
  private static final int SIDE = 64;
  private static final int MILLIS = 40;

  private GreyVideo() {}

  /**
   * The grey of a frame's pixels, 0–255; frames 4 apart differ by more than JPEG and colours do.
   */
  public static int grey(long frame) {
    return (int) (20 + frame * 3 % 220);
  }

  /** Writes a video of so many frames. */
  public static Path write(Path file, int frames) {
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    element(segment, 0x1549A966, element(0x2AD7B1, number(1_000_000)));
    ByteArrayOutputStream track = new ByteArrayOutputStream();
    element(track, 0xD7, number(1));
    element(track, 0x73C5, number(1));
    element(track, 0x83, number(1));
    element(track, 0x86, "V_MJPEG".getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream size = new ByteArrayOutputStream();
    element(size, 0xB0, number(SIDE));
    element(size, 0xBA, number(SIDE));
    element(track, 0xE0, size.toByteArray());
    element(segment, 0x1654AE6B, element(0xAE, track.toByteArray()));
    for (int frame = 0; frame < frames; frame++) {
      ByteArrayOutputStream cluster = new ByteArrayOutputStream();
      element(cluster, 0xE7, number((long) frame * MILLIS));
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.writeBytes(new byte[] {(byte) 0x81, 0, 0, (byte) 0x80});
      block.writeBytes(jpeg(grey(frame)));
      element(cluster, 0xA3, block.toByteArray());
      element(segment, 0x1F43B675, cluster.toByteArray());
    }
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    element(header, 0x4282, "matroska".getBytes(StandardCharsets.US_ASCII));
    element(header, 0x4287, number(2));
    element(header, 0x4285, number(2));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    element(all, 0x1A45DFA3, header.toByteArray());
    element(all, 0x18538067, segment.toByteArray());
    try {
      return Files.write(file, all.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One frame as a file of its own. */
  public static byte[] jpeg(int grey) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static byte[] element(int id, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    element(out, id, content);
    return out.toByteArray();
  }

  private static void element(ByteArrayOutputStream to, int id, byte[] content) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      if (id >>> shift != 0) {
        to.write(id >>> shift);
      }
    }
    // The size, always in eight bytes.
    to.writeBytes(number(content.length | 1L << 56));
    to.writeBytes(content);
  }
}
