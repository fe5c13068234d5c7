package dev.relabel.image;

import dev.relabel.image.JpegScan.Block;
import dev.relabel.image.JpegScan.Huffman;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a JPEG picture that ends in gray was stored so or lost its end.
 *
 * <p>Expects the bytes of a file that {@link JpegHeader} has walked. Only the first scan is
 * checked: it holds all blocks of a baseline picture, and the coarse form of a progressive one.
 */
final class JpegSuspect {
  /** What the codec puts in place of blocks that are missing. */
  private static final int GRAY = 128;

  private static final int CORNER = 4;

  private final ByteReader bytes;
  private final @Nullable Huffman[] dcTables = new Huffman[4];
  private final @Nullable Huffman[] acTables = new Huffman[4];
  private @Nullable ByteReader frame;
  private int restartInterval;

  private JpegSuspect(ByteReader bytes) {
    this.bytes = bytes;
  }

  /** Whether the end of this picture is missing. */
  static boolean lostItsEnd(Mat pixels, byte[] encoded) {
    return endsInGray(pixels) && !new JpegSuspect(ByteReader.of(encoded)).firstScanIsWhole();
  }

  private static boolean endsInGray(Mat pixels) {
    for (int y = Math.max(0, pixels.rows() - CORNER); y < pixels.rows(); y++) {
      for (int x = Math.max(0, pixels.cols() - CORNER); x < pixels.cols(); x++) {
        for (int c = 0; c < 3; c++) {
          if ((pixels.ptr(y, x).get(c) & 0xff) != GRAY) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean firstScanIsWhole() {
    int at = 2;
    while (true) {
      int marker = bytes.u8(at) == 0xff ? bytes.u8(at + 1L) : 0;
      if (marker == 0 || marker == 0xff) {
        at++;
        continue;
      }
      if (JpegHeader.isStandalone(marker)) {
        at += 2;
        continue;
      }
      int length = bytes.u16(at + 2L);
      ByteReader segment = bytes.slice(at + 4L, at + 2L + length);
      at += 2 + length;
      switch (marker) {
        case 0xc0, 0xc1, 0xc2 -> frame = segment; // the Huffman-coded ones
        case 0xc4 -> readTables(segment);
        case 0xdd -> restartInterval = segment.u16(0);
        case 0xda -> {
          return scanIsWhole(segment, at);
        }
        default -> {} // nothing that a scan needs
      }
    }
  }

  private void readTables(ByteReader segment) {
    int at = 0;
    while (segment.has(at, 17)) {
      int kindAndSlot = segment.u8(at);
      Huffman table = Huffman.read(segment, at + 1);
      (kindAndSlot >> 4 == 0 ? dcTables : acTables)[kindAndSlot & 3] = table;
      at += 1 + table.bytes();
    }
  }

  private boolean scanIsWhole(ByteReader scan, int at) {
    if (frame == null) {
      return true; // arithmetic coding or another rare process: cannot tell
    }
    List<Component> components = components(frame);
    List<Block> blocks = new ArrayList<>();
    int scanned = scan.u8(0);
    boolean coarse = scan.u8(2L + 2L * scanned) == 0; // DC only: progressive
    Component last = components.get(0);
    for (int s = 0; s < scanned; s++) {
      int id = scan.u8(1L + 2L * s);
      int tables = scan.u8(2L + 2L * s);
      Huffman dc = dcTables[tables >> 4 & 3];
      Huffman ac = acTables[tables & 3];
      last = components.stream().filter(c -> c.id() == id).findFirst().orElse(last);
      if (dc == null || (ac == null && !coarse)) {
        return true; // from a table that was defined elsewhere: cannot tell
      }
      Block block = new Block(dc, coarse ? null : ac);
      blocks.addAll(Collections.nCopies(scanned == 1 ? 1 : last.wide() * last.high(), block));
    }
    // Alone, a component is stored block by block; together, in units of all their blocks.
    int wide = components.stream().mapToInt(Component::wide).max().orElse(1);
    int high = components.stream().mapToInt(Component::high).max().orElse(1);
    long columns = units(frame.u16(3), scanned == 1 ? last.wide() : 1, wide);
    long rows = units(frame.u16(1), scanned == 1 ? last.high() : 1, high);
    return new JpegScan(bytes, at).isWhole(columns * rows, restartInterval, blocks);
  }

  private static List<Component> components(ByteReader frame) {
    List<Component> components = new ArrayList<>();
    for (int c = 0; c < frame.u8(5); c++) {
      int sampling = frame.u8(7L + 3L * c);
      components.add(
          new Component(
              frame.u8(6L + 3L * c), Math.max(1, sampling >> 4), Math.max(1, sampling & 15)));
    }
    return components;
  }

  /** How many times 8 samples it takes, when the side has {@code part} of {@code whole} samples. */
  private static long units(int side, int part, int whole) {
    long samples = ((long) side * part + whole - 1) / whole;
    return (samples + 7) / 8;
  }

  private record Component(int id, int wide, int high) {}
}
