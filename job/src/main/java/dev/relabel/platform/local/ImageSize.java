package dev.relabel.platform.local;

import dev.relabel.image.ImageHeader;
import dev.relabel.image.UnreadableImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Width and height of an image as stored, before any EXIF rotation.
 *
 * @param width columns, 0 when unknown
 * @param height rows, 0 when unknown
 */
public record ImageSize(int width, int height) {
  /** The size of what cannot be read. */
  public static final ImageSize UNKNOWN = new ImageSize(0, 0);

  /** Enough for the header of a WebP. */
  private static final int HEADER_BYTES = 64;

  /** Larger files of formats that Java does not know have no known size. */
  private static final long MOST_WHOLE_BYTES = 32L << 20;

  /** Whether the size is known. */
  public boolean isKnown() {
    return width > 0 && height > 0;
  }

  /** The size in a file's header; {@link #UNKNOWN} if it has none that we understand. */
  static ImageSize inHeaderOf(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(HEADER_BYTES);
    }
    ImageSize webp = inWebp(start);
    if (webp.isKnown()) {
      return webp;
    }
    ImageSize size = read(file);
    return size.isKnown() ? size : inWhole(file);
  }

  /** Reads what our own decoders know and those of Java do not. */
  private static ImageSize inWhole(Path file) throws IOException {
    if (Files.size(file) > MOST_WHOLE_BYTES) {
      return UNKNOWN;
    }
    try {
      ImageHeader header = ImageHeader.read(Files.readAllBytes(file));
      return new ImageSize(header.storedWidth(), header.storedHeight());
    } catch (UnreadableImageException e) {
      return UNKNOWN; // a file without a size is still served
    }
  }

  // From the file itself: a header may lie at its end, and the file may be larger than the memory.
  private static ImageSize read(Path file) {
    try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return UNKNOWN;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return new ImageSize(reader.getWidth(0), reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Readers fail in many ways on damaged files; a file without a size is still served.
      return UNKNOWN;
    }
  }

  /** WebP container: developers.google.com/speed/webp/docs/riff_container. */
  private static ImageSize inWebp(byte[] start) {
    if (start.length < 30 || !ascii(start, 0).equals("RIFF") || !ascii(start, 8).equals("WEBP")) {
      return UNKNOWN;
    }
    ByteBuffer bytes = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    return switch (ascii(start, 12)) {
      case "VP8 " -> new ImageSize(bytes.getShort(26) & 0x3fff, bytes.getShort(28) & 0x3fff);
      case "VP8L" -> {
        int bits = bytes.getInt(21);
        yield new ImageSize((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
      }
      case "VP8X" -> new ImageSize((bytes.getInt(24) & 0xffffff) + 1, (bytes.getInt(26) >>> 8) + 1);
      default -> UNKNOWN;
    };
  }

  private static String ascii(byte[] bytes, int from) {
    return new String(bytes, from, 4, StandardCharsets.US_ASCII);
  }
}
