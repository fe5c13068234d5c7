package dev.relabel.image;

import java.util.OptionalLong;

/**
 * The first directory of a TIFF structure: of a TIFF file, or of the EXIF block inside other files.
 *
 * <p>Source: TIFF 6.0, section 2; BigTIFF as libtiff describes it.
 */
final class TiffDirectory {
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int LONG8 = 16;

  private final ByteReader bytes;
  private final boolean big;
  private final long firstEntry;
  private final long entries;

  private TiffDirectory(ByteReader bytes, boolean big, long firstEntry, long entries) {
    this.bytes = bytes;
    this.big = big;
    this.firstEntry = firstEntry;
    this.entries = entries;
  }

  /**
   * Finds the directory.
   *
   * @throws UnreadableImageException if this is no TIFF structure or it ends too early
   */
  static TiffDirectory read(ByteReader stretch) {
    ByteReader bytes = stretch.startsWith(0, "II") ? stretch.littleEndian() : stretch;
    int magic = bytes.u16(2);
    if (!(stretch.startsWith(0, "II") || stretch.startsWith(0, "MM"))
        || (magic != 42 && magic != 43)) {
      throw new UnreadableImageException("This is no TIFF structure", null);
    }
    boolean big = magic == 43;
    long directory = big ? bytes.u64(8) : bytes.u32(4);
    long entries = big ? bytes.u64(directory) : bytes.u16(directory);
    long possible = bytes.length() / (big ? 20 : 12);
    if (entries < 0 || entries > possible) {
      throw new UnreadableImageException(
          "The image is damaged: its directory claims %s entries, %s would fit"
              .formatted(Long.toUnsignedString(entries), possible),
          null);
    }
    return new TiffDirectory(bytes, big, directory + (big ? 8 : 2), entries);
  }

  /** The single whole number of a tag; empty if the tag is missing or holds something else. */
  OptionalLong number(int tag) {
    long entry = find(tag, 0);
    return entry < 0 ? OptionalLong.empty() : value(entry);
  }

  /**
   * Sets the number of every entry of this tag.
   *
   * @param array a copy of the whole array that this directory was read from
   */
  void set(int tag, int value, byte[] array) {
    for (long entry = find(tag, 0); entry >= 0; entry = find(tag, entry + entrySize())) {
      int first = bytes.absolute(entry + (big ? 12 : 8));
      int size = (int) sizeOf(bytes.u16(entry + 2));
      for (int i = 0; i < size; i++) {
        boolean lowest = i == (bytes.isLittleEndian() ? 0 : size - 1);
        array[first + i] = (byte) (lowest ? value : 0);
      }
    }
  }

  private OptionalLong value(long entry) {
    int type = bytes.u16(entry + 2);
    long count = big ? bytes.u64(entry + 4) : bytes.u32(entry + 4);
    long at = entry + (big ? 12 : 8);
    return sizeOf(type) == 0 || count != 1
        ? OptionalLong.empty()
        : OptionalLong.of(number(at, type));
  }

  private long number(long at, int type) {
    return switch (type) {
      case BYTE -> bytes.u8(at);
      case SHORT -> bytes.u16(at);
      case LONG -> bytes.u32(at);
      default -> bytes.u64(at);
    };
  }

  private static long sizeOf(int type) {
    return switch (type) {
      case BYTE -> 1;
      case SHORT -> 2;
      case LONG -> 4;
      case LONG8 -> 8;
      default -> 0;
    };
  }

  /** The next entry of a tag from a position on, or −1. */
  private long find(int tag, long from) {
    long end = firstEntry + entries * entrySize();
    for (long entry = Math.max(firstEntry, from);
        entry < end && bytes.has(entry, entrySize());
        entry += entrySize()) {
      if (bytes.u16(entry) == tag) {
        return entry;
      }
    }
    return -1;
  }

  private int entrySize() {
    return big ? 20 : 12;
  }
}
