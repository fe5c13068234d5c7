package dev.relabel.image;

import org.jspecify.annotations.Nullable;

/**
 * Walks the segments of a JPEG file from its start to its end marker.
 *
 * <p>Source: ITU-T T.81, annex B.
 */
final class JpegHeader {
  private static final int PREFIX = 0xff;
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;

  /** The shortest Huffman code is one bit, and every block of 8 × 8 has at least one code. */
  private static final int MAX_PIXELS_PER_BYTE = 64 * 8;

  /** Every scan costs the codec a walk over all blocks; encoders write about ten. */
  private static final int MAX_SCANS = 500;

  /** Thirty scans of the largest picture that is decoded by default. */
  private static final long MAX_SCANNED_PIXELS = 30 * ImageDecoder.DEFAULT_MAX_PIXELS;

  private final ByteReader bytes;
  private int at = 2;
  private int scans;
  private @Nullable Frame frame;
  private @Nullable Orientation orientation;
  private long scanBytes;

  private JpegHeader(ByteReader bytes) {
    this.bytes = bytes;
  }

  static ImageHeader read(ByteReader bytes) {
    return new JpegHeader(bytes).walk();
  }

  private ImageHeader walk() {
    for (int marker = nextMarker(); marker != END_OF_IMAGE; marker = nextMarker()) {
      if (isStandalone(marker)) {
        continue; // no length follows
      }
      int length = bytes.has(at, 2) ? bytes.u16(at) : 0;
      if (length < 2 || !bytes.has(at, length)) {
        throw cutOff();
      }
      segment(marker, bytes.slice(at + 2L, at + (long) length));
      at += length;
      if (marker == START_OF_SCAN) {
        requireFewScans();
        skipScan();
      }
    }
    if (frame == null || scanBytes == 0) {
      throw new UnreadableImageException("The JPEG image has no picture in it", null);
    }
    ImageHeader header =
        ImageHeader.of(
            ImageFormat.JPEG,
            frame.width(),
            frame.height(),
            orientation == null ? Orientation.UPRIGHT : orientation);
    if (!frame.arithmetic()) {
      header.requireEnough(scanBytes, MAX_PIXELS_PER_BYTE);
    }
    return header;
  }

  private void requireFewScans() {
    scans++;
    long pixels = frame == null ? 0 : (long) frame.width() * frame.height();
    if (scans > MAX_SCANS || scans * pixels > MAX_SCANNED_PIXELS) {
      throw new UnreadableImageException(
          ("The JPEG image has %s or more scans of %s pixels each; no camera or program writes so"
                  + " many, and decoding them would take minutes. Save it anew if it is genuine")
              .formatted(scans, pixels),
          null);
    }
  }

  private void segment(int marker, ByteReader content) {
    if (isStartOfFrame(marker) && frame == null) {
      frame = new Frame(content.u16(3), content.u16(1), marker >= 0xc9);
    } else if (marker == APP1 && orientation == null && content.startsWith(0, "Exif")) {
      orientation = ExifOrientation.of(content);
    }
  }

  /** Goes to the marker that ends a scan; stuffed zeros and restarts belong to the scan. */
  private void skipScan() {
    int from = at;
    for (at = bytes.find(PREFIX, at); bytes.has(at, 2); at = bytes.find(PREFIX, at + 1)) {
      int next = bytes.u8(at + 1L);
      if (next != 0 && next != PREFIX && (!isStandalone(next) || next == START_OF_IMAGE)) {
        break;
      }
    }
    scanBytes += at - from;
  }

  private int nextMarker() {
    while (bytes.has(at, 2)) {
      int code = bytes.u8(at + 1L);
      if (bytes.u8(at) == PREFIX && code != 0 && code != PREFIX) {
        at += 2;
        return code;
      }
      at++;
    }
    throw cutOff();
  }

  private UnreadableImageException cutOff() {
    return new UnreadableImageException(
        "The JPEG image is cut off: it ends after %s bytes, without an end marker"
            .formatted(bytes.length()),
        null);
  }

  /** SOF0–SOF15 without the three codes in between that mean something else. */
  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /** Whether no segment follows: start of image, restarts and TEM. */
  static boolean isStandalone(int marker) {
    return (marker >= 0xd0 && marker <= START_OF_IMAGE) || marker == 0x01;
  }

  private record Frame(int width, int height, boolean arithmetic) {}
}
