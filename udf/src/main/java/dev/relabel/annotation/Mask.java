package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A set of pixels, cropped to the smallest box around them and stored as run lengths.
 *
 * <p>The runs alternate between clear and set pixels, in row-major order over the crop, beginning
 * with clear (so the first run may be 0); they add up to {@code width × height}. The crop is tight:
 * its first and last row and column each hold a set pixel. Two masks of the same pixels are
 * therefore equal, however they were made.
 */
public final class Mask implements Geometry {
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final int[] runs;
  private final int pixels;

  /**
   * For {@link MaskBuilder}, which makes the crop tight; the runs belong to the mask from now on.
   */
  Mask(int left, int top, int width, int height, int[] runs, int pixels) {
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
    this.runs = runs;
    this.pixels = pixels;
  }

  /**
   * A mask from pixels.
   *
   * @param left column of the first pixel on the image
   * @param top row of the first pixel on the image
   * @param width columns of the pixel block
   * @param height rows of the pixel block
   * @param set which are set: bit {@code y × width + x}, row-major; not kept
   * @throws IllegalArgumentException if no pixel is set or the size does not fit in an int
   */
  public static Mask of(int left, int top, int width, int height, BitSet set) {
    checkBlock(left, top, width, height);
    MaskBuilder builder = new MaskBuilder();
    for (int y = 0; y < height; y++) {
      int end = (y + 1) * width;
      int from = set.nextSetBit(y * width);
      while (from >= 0 && from < end) {
        int to = Math.min(end, set.nextClearBit(from));
        builder.add(top + y, left + from - y * width, left + to - y * width);
        from = to == end ? -1 : set.nextSetBit(to);
      }
    }
    return builder.build().orElseThrow(Mask::withoutPixels);
  }

  /** Says of each pixel of an image whether it is set. */
  public interface Pixels {
    /** Whether the pixel in this column and row is set. */
    boolean isSet(int x, int y);
  }

  /**
   * The set pixels of a block, which are asked for once, row by row; empty when none is.
   *
   * @param left first column of the block
   * @param top first row
   * @param right first column behind it
   * @param bottom first row behind it
   */
  public static Optional<Mask> where(int left, int top, int right, int bottom, Pixels pixels) {
    MaskBuilder builder = new MaskBuilder();
    for (int y = top; y < bottom; y++) {
      int from = right;
      for (int x = left; x < right; x++) {
        boolean isSet = pixels.isSet(x, y);
        if (isSet && from == right) {
          from = x;
        } else if (!isSet && from < x) {
          builder.add(y, from, x);
          from = right;
        }
      }
      builder.add(y, from, right);
    }
    return builder.build();
  }

  /** Says of each pixel of an image to which of several masks it belongs. */
  public interface Values {
    /** A number from 0, or a negative one for none of them. */
    int at(int x, int y);
  }

  /**
   * The pixels of an image by their values, each asked for once, row by row.
   *
   * @return a mask for each value that some pixel has
   */
  public static SortedMap<Integer, Mask> byValue(int width, int height, Values values) {
    SortedMap<Integer, MaskBuilder> builders = new TreeMap<>();
    for (int y = 0; y < height; y++) {
      int from = 0;
      int before = -1;
      for (int x = 0; x <= width; x++) {
        int value = x < width ? Math.max(-1, values.at(x, y)) : -1;
        if (value != before) {
          if (before >= 0) {
            builders.computeIfAbsent(before, each -> new MaskBuilder()).add(y, from, x);
          }
          from = x;
          before = value;
        }
      }
    }
    SortedMap<Integer, Mask> masks = new TreeMap<>();
    builders.forEach((value, builder) -> masks.put(value, builder.build().orElseThrow()));
    return masks;
  }

  /**
   * The pixels that are in any of the masks.
   *
   * @param masks at least one
   * @throws IllegalArgumentException if the common crop has more pixels than an int can count
   */
  public static Mask union(Collection<Mask> masks) {
    List<int[]> runs = new ArrayList<>();
    for (Mask mask : masks) {
      Spans spans = mask.spans();
      while (spans.next()) {
        runs.add(new int[] {spans.row(), spans.from(), spans.to()});
      }
    }
    runs.sort(Comparator.<int[]>comparingInt(run -> run[0]).thenComparingInt(run -> run[1]));
    MaskBuilder union = new MaskBuilder();
    int row = Integer.MIN_VALUE;
    int done = 0;
    for (int[] run : runs) {
      int from = run[0] == row ? Math.max(run[1], done) : run[1];
      union.add(run[0], from, run[2]);
      done = run[0] == row ? Math.max(done, run[2]) : run[2];
      row = run[0];
    }
    return union.build().orElseThrow(Mask::withoutPixels);
  }

  /**
   * The connected areas, in the order of their first pixels; pixels are connected by sides and
   * corners.
   */
  public List<Mask> components() {
    return MaskComponents.of(this);
  }

  /**
   * A mask from stored runs, which need not be tight.
   *
   * @throws IllegalArgumentException if the runs do not add up to the block or set no pixel
   */
  public static Mask ofRuns(int left, int top, int width, int height, int... runs) {
    checkBlock(left, top, width, height);
    long covered = 0;
    for (int run : runs) {
      covered += run;
      if (run < 0 || covered > (long) width * height) {
        throw new IllegalArgumentException(
            "A mask's runs do not fit into %s × %s pixels".formatted(width, height));
      }
    }
    if (covered != (long) width * height) {
      throw new IllegalArgumentException(
          "A mask's runs cover %s of %s × %s pixels".formatted(covered, width, height));
    }
    return MaskBuilder.collect(new MaskSpans(left, top, width, runs))
        .orElseThrow(Mask::withoutPixels);
  }

  private static void checkBlock(int left, int top, int width, int height) {
    if (width <= 0 || height <= 0 || (long) width * height > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A mask's block is %s × %s pixels; both must be positive and their product fit in an int"
              .formatted(width, height));
    }
    if ((long) left + width > Integer.MAX_VALUE || (long) top + height > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A mask's block at left=%s top=%s of %s × %s pixels reaches beyond what an int can count"
              .formatted(left, top, width, height));
    }
  }

  private static IllegalArgumentException withoutPixels() {
    return new IllegalArgumentException("A mask needs at least one pixel");
  }

  /** Column of the crop's first pixel on the image. */
  public int left() {
    return left;
  }

  /** Row of the crop's first pixel on the image. */
  public int top() {
    return top;
  }

  /** Columns of the crop. */
  public int width() {
    return width;
  }

  /** Rows of the crop. */
  public int height() {
    return height;
  }

  /** A copy of the run lengths described above. */
  public int[] runs() {
    return runs.clone();
  }

  /** The set pixels row by row, without copying anything. */
  Spans spans() {
    return new MaskSpans(left, top, width, runs);
  }

  /** The crop's pixels as a fresh bit set: bit {@code y × width() + x}. */
  public BitSet toBitSet() {
    BitSet set = new BitSet(width * height);
    int at = 0;
    for (int i = 0; i < runs.length; i++) {
      if (i % 2 == 1) {
        set.set(at, at + runs[i]);
      }
      at += runs[i];
    }
    return set;
  }

  @Override
  public GeometryKind kind() {
    return GeometryKind.MASK;
  }

  @Override
  public Rectangle bounds() {
    return new Rectangle(left, top, (double) left + width, (double) top + height);
  }

  @Override
  public double area() {
    return pixels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask
        && left == mask.left
        && top == mask.top
        && width == mask.width
        && height == mask.height
        && Arrays.equals(runs, mask.runs);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * left + top) + Arrays.hashCode(runs);
  }

  @Override
  public String toString() {
    return "Mask[left=%s, top=%s, width=%s, height=%s, pixels=%s]"
        .formatted(left, top, width, height, pixels);
  }
}
