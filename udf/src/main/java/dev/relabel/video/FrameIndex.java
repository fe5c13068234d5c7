package dev.relabel.video;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The frames of one video: how many there are, and when each is shown. Eight bytes a frame; an hour
 * at 60 frames a second takes 2 MB.
 */
public final class FrameIndex implements FrameTimes {
  private static final double MOST_MISSING_SECONDS = 1;
  private static final double MOST_MISSING_SHARE = 0.05;

  private final long[] timestamps;
  private final int numerator;
  private final int denominator;
  private final boolean isSeekable;
  private final long listed;
  private final double claimedSeconds;

  /**
   * @param timestamps of the frames, in units of {@code numerator / denominator} seconds, rising;
   *     taken over
   * @param isSeekable whether a frame can be found by its timestamp; otherwise only by counting
   * @param listed how many frames the file says it has; 0 if it does not
   * @param claimedSeconds how long it says it lasts; 0 if it does not
   */
  FrameIndex(
      long[] timestamps,
      int numerator,
      int denominator,
      boolean isSeekable,
      long listed,
      double claimedSeconds) {
    this.timestamps = timestamps;
    this.numerator = numerator;
    this.denominator = denominator;
    this.isSeekable = isSeekable;
    this.listed = listed;
    this.claimedSeconds = claimedSeconds;
  }

  /** Frames of which nobody knows more than their number, evenly spread. */
  static FrameIndex counted(
      int count, int numerator, int denominator, long listed, double claimedSeconds) {
    long[] numbers = new long[count];
    Arrays.setAll(numbers, i -> i);
    return new FrameIndex(numbers, numerator, denominator, false, listed, claimedSeconds);
  }

  /** How many frames at the end are listed in the file, but not in it. */
  public long lost() {
    return Math.max(0, listed - timestamps.length);
  }

  /**
   * What is wrong with the end, in a sentence; empty if nothing is known. A header's length counts
   * as wrong if it is more than a twentieth, and more than a second, behind the last frame.
   */
  public Optional<String> cutOff() {
    if (lost() > 0) {
      return Optional.of(
          "the video is cut off: frames follow the first %s, which cannot be read"
              .formatted(timestamps.length));
    }
    double last = timestamps.length == 0 ? 0 : seconds(timestamps.length - 1L);
    return claimedSeconds > last + Math.max(MOST_MISSING_SECONDS, MOST_MISSING_SHARE * last)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the video says that it lasts %.1f s, but its last frame comes after %.1f s: it is cut off, or its header is wrong",
                claimedSeconds,
                last))
        : Optional.empty();
  }

  @Override
  public long count() {
    return timestamps.length;
  }

  @Override
  public double seconds(long frame) {
    return (double) (timestamp(frame) - timestamps[0]) * numerator / denominator;
  }

  private long timestamp(long frame) {
    return timestamps[Math.toIntExact(frame)];
  }

  /** Where a frame is found. */
  public FrameAddress address(long frame) {
    return isSeekable ? FrameAddress.at(frame, timestamp(frame)) : FrameAddress.counted(frame);
  }

  /** Timestamps that are being collected. */
  static final class Builder {
    private long[] timestamps = new long[1024];
    private int count;
    private int discarded;

    void add(long timestamp) {
      if (count == timestamps.length) {
        timestamps = Arrays.copyOf(timestamps, 2 * count);
      }
      timestamps[count++] = timestamp;
    }

    /** Counts a frame that is decoded, but not shown. */
    void discard() {
      discarded++;
    }

    int discarded() {
      return discarded;
    }

    int count() {
      return count;
    }

    /** Whether each frame has a time of its own. */
    boolean isExact() {
      long[] sorted = sorted();
      for (int i = 0; i < count; i++) {
        if (sorted[i] == avutil.AV_NOPTS_VALUE || (i > 0 && sorted[i] == sorted[i - 1])) {
          return false;
        }
      }
      return true;
    }

    /** In the order in which frames are shown. */
    long[] sorted() {
      long[] sorted = Arrays.copyOf(timestamps, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
