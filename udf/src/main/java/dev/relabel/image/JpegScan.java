package dev.relabel.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the blocks of a JPEG scan without decoding them.
 *
 * <p>The codec fills what is missing from a scan with gray and reports success, so a file that was
 * damaged in the middle and still has its end marker would give a silently half-gray picture.
 * Walking the Huffman codes costs about as much as decoding, so it is done for suspects only.
 *
 * <p>Source: ITU-T T.81, annexes C and F.
 */
final class JpegScan {
  private static final int MAX_CODE_LENGTH = 16;
  private static final int RESTART_FIRST = 0xd0;
  private static final int RESTART_LAST = 0xd7;

  private final ByteReader bytes;
  private int at;
  private int bits;
  private int bitCount;
  private boolean exhausted;

  /** A scan whose coded data begins at this position. */
  JpegScan(ByteReader bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /**
   * Whether the scan holds all of its blocks.
   *
   * @param units minimum coded units of the scan
   * @param restartInterval units between restart markers; 0 if there are none
   * @param blocks the blocks of one unit, in order
   */
  boolean isWhole(long units, int restartInterval, List<Block> blocks) {
    for (long unit = 0; unit < units; unit++) {
      if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0 && !restart()) {
        return false;
      }
      for (Block block : blocks) {
        skip(block);
      }
      if (exhausted) {
        return false;
      }
    }
    return true;
  }

  private void skip(Block block) {
    take(code(block.dc()));
    if (block.ac() == null) {
      return;
    }
    for (int k = 1; k < 64 && !exhausted; k++) {
      int runAndSize = code(block.ac());
      int size = runAndSize & 15;
      if (size == 0 && runAndSize != 0xf0) {
        return; // end of block
      }
      take(size);
      k += runAndSize >> 4;
    }
  }

  private boolean restart() {
    bitCount = 0;
    while (bytes.has(at, 2)) {
      int marker = bytes.u8(at) == 0xff ? bytes.u8(at + 1L) : 0;
      if (marker >= RESTART_FIRST && marker <= RESTART_LAST) {
        at += 2;
        return true;
      }
      if (marker != 0 && marker != 0xff) {
        return false;
      }
      at++;
    }
    return false;
  }

  private int code(Huffman table) {
    int code = 0;
    for (int length = 1; length <= MAX_CODE_LENGTH; length++) {
      code = code << 1 | bit();
      int index = code - table.firstCode()[length];
      if (index >= 0 && index < table.counts()[length]) {
        return table.symbols()[table.firstSymbol()[length] + index];
      }
    }
    exhausted = true; // no such code: what follows cannot be trusted either
    return 0;
  }

  private void take(int count) {
    for (int i = 0; i < count; i++) {
      bit();
    }
  }

  private int bit() {
    if (bitCount == 0) {
      fill();
    }
    bitCount--;
    return bits >> bitCount & 1;
  }

  /** A zero follows each 255 that is data; any other byte there makes it a marker, the end. */
  private void fill() {
    bitCount = 8;
    int value = bytes.has(at, 2) ? bytes.u8(at) : 0xff;
    boolean data = value != 0xff || (bytes.has(at, 2) && bytes.u8(at + 1L) == 0);
    if (data) {
      bits = value;
      at += value == 0xff ? 2 : 1;
    } else {
      bits = 0;
      exhausted = true;
    }
  }

  /** The tables of one block; without {@code ac} in the first scan of a progressive picture. */
  record Block(Huffman dc, @Nullable Huffman ac) {}

  /**
   * A table of codes.
   *
   * @param counts how many codes each length has
   * @param firstCode the first code of each length
   * @param firstSymbol where its symbols start
   * @param symbols in the order of their codes
   */
  @SuppressWarnings("ArrayRecordComponent") // filled once by read, never written again
  record Huffman(int[] counts, int[] firstCode, int[] firstSymbol, int[] symbols) {

    /** Reads a table from its segment: 16 counts, then the symbols. */
    static Huffman read(ByteReader segment, int at) {
      int[] counts = new int[MAX_CODE_LENGTH + 1];
      int[] firstCode = new int[MAX_CODE_LENGTH + 1];
      int[] firstSymbol = new int[MAX_CODE_LENGTH + 1];
      int code = 0;
      int total = 0;
      for (int length = 1; length <= MAX_CODE_LENGTH; length++) {
        counts[length] = segment.u8(at + length - 1L);
        firstCode[length] = code;
        firstSymbol[length] = total;
        code = (code + counts[length]) << 1;
        total += counts[length];
      }
      int[] symbols = new int[total];
      for (int i = 0; i < total; i++) {
        symbols[i] = segment.u8(at + 16L + i);
      }
      return new Huffman(counts, firstCode, firstSymbol, symbols);
    }

    int bytes() {
      return 16 + symbols.length;
    }
  }
}
