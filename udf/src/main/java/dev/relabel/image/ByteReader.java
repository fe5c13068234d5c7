package dev.relabel.image;

import java.util.zip.CRC32;

/**
 * Numbers from a stretch of bytes that nobody vouches for: every access is checked, and one beyond
 * the end says so as an {@link UnreadableImageException}.
 *
 * <p>Positions are {@code long}, counted from the start of the stretch, so that a lying 32-bit
 * offset cannot overflow.
 */
final class ByteReader {
  private final byte[] bytes;
  private final int start;
  private final int length;
  private final boolean littleEndian;

  private ByteReader(byte[] bytes, int start, int length, boolean littleEndian) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.littleEndian = littleEndian;
  }

  /** All of these bytes, most significant byte first. */
  static ByteReader of(byte[] bytes) {
    return new ByteReader(bytes, 0, bytes.length, false);
  }

  ByteReader littleEndian() {
    return new ByteReader(bytes, start, length, true);
  }

  /** What lies between two positions, cut at the end of this stretch. */
  ByteReader slice(long from, long to) {
    int first = (int) Math.min(Math.max(0, from), length);
    int last = (int) Math.min(Math.max(first, to), length);
    return new ByteReader(bytes, start + first, last - first, littleEndian);
  }

  boolean isLittleEndian() {
    return littleEndian;
  }

  int length() {
    return length;
  }

  boolean has(long at, long count) {
    return at >= 0 && count >= 0 && at <= length - count;
  }

  int u8(long at) {
    require(at, 1);
    return bytes[start + (int) at] & 0xff;
  }

  int u16(long at) {
    int first = u8(at);
    int second = u8(at + 1);
    return littleEndian ? second << 8 | first : first << 8 | second;
  }

  long u32(long at) {
    long first = u16(at);
    long second = u16(at + 2);
    return littleEndian ? second << 16 | first : first << 16 | second;
  }

  /** Eight bytes; a value above {@code Long.MAX_VALUE} comes out negative. */
  long u64(long at) {
    long first = u32(at);
    long second = u32(at + 4);
    return littleEndian ? second << 32 | first : first << 32 | second;
  }

  /** Whether these characters, one byte each, stand there. */
  boolean startsWith(long at, String ascii) {
    if (!has(at, ascii.length())) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (u8(at + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first position from this one on where this byte stands; the length if there is none. */
  int find(int value, int from) {
    byte wanted = (byte) value;
    int end = start + length;
    for (int i = start + from; i < end; i++) {
      if (bytes[i] == wanted) {
        return i - start;
      }
    }
    return length;
  }

  /** The checksum that PNG, gzip and others use. */
  long crc32(long at, long count) {
    require(at, count);
    CRC32 crc = new CRC32();
    crc.update(bytes, start + (int) at, (int) count);
    return crc.getValue();
  }

  /** Where a position of this stretch lies in the whole array. */
  int absolute(long at) {
    require(at, 1);
    return start + (int) at;
  }

  private void require(long at, long count) {
    if (!has(at, count)) {
      throw new UnreadableImageException(
          "The image is cut off: it ends after %s bytes, inside its header".formatted(length),
          null);
    }
  }
}
