package dev.relabel.video;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Which frames of a video are meant.
 *
 * <p>Frames are numbered from 0 in the order in which they are shown. {@code start} is the first
 * one. Each of {@code end}, {@code count} and {@code duration} bounds the frames that follow,
 * before any is left out; where several are given, all hold, so the shortest counts. Of these
 * frames the first is taken, and then each {@code stride}-th. What lies behind the video's end is
 * not there: ranges are cut to it.
 *
 * <table>
 * <caption>For a video of 181 frames, 30 a second</caption>
 * <tr><th>asked for</th><th>frames</th></tr>
 * <tr><td>nothing</td><td>0, 1, … 180</td></tr>
 * <tr><td>stride 60</td><td>0, 60, 120, 180</td></tr>
 * <tr><td>start 10, end 13</td><td>10, 11, 12</td></tr>
 * <tr><td>start 10, count 5, stride 2</td><td>10, 12, 14</td></tr>
 * <tr><td>start 10, duration 0.1</td><td>10, 11, 12</td></tr>
 * <tr><td>start 170, count 100, stride 10</td><td>170, 180</td></tr>
 * </table>
 *
 * @param stride each how many-th frame is taken, at least 1
 * @param start the first frame, at least 0
 * @param end the first frame that is not meant any more, more than {@code start}; null for none
 * @param count how many frames are meant before the stride, at least 1; null for all
 * @param duration frames are meant that are shown less than so many seconds after the first, more
 *     than 0; null for all
 */
public record FrameRange(
    long stride, long start, @Nullable Long end, @Nullable Long count, @Nullable Double duration)
    implements Serializable {
  /** All frames. */
  public static final FrameRange ALL = new FrameRange(1, 0, null, null, null);

  public FrameRange {
    List<String> problems = problems(stride, start, end, count, duration);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** What is wrong with such a range; nothing if it can be made. */
  public static List<String> problems(
      long stride,
      long start,
      @Nullable Long end,
      @Nullable Long count,
      @Nullable Double duration) {
    List<String> problems = new ArrayList<>();
    if (stride < 1) {
      problems.add("the stride is at least 1, not " + stride);
    }
    if (start < 0) {
      problems.add("the first frame is at least 0, not " + start);
    }
    if (end != null && end <= start) {
      problems.add(
          "the end, %s, comes after the first frame, %s; it is not part of the range"
              .formatted(end, start));
    }
    if (count != null && count < 1) {
      problems.add("the number of frames is at least 1, not " + count);
    }
    if (duration != null && !(duration > 0)) {
      problems.add("the duration is more than 0 seconds, not " + duration);
    }
    return problems;
  }

  /** The numbers of the frames that are meant, rising; none if the first lies behind the end. */
  public PrimitiveIterator.OfLong of(FrameTimes video) {
    long last = end(video);
    if (start >= last) {
      return LongStream.empty().iterator();
    }
    long taken = (last - start - 1) / stride + 1;
    return LongStream.range(0, taken).map(i -> start + i * stride).iterator();
  }

  /** Why a video has none of the frames that are meant, for people. */
  public String nothingOf(FrameTimes video) {
    return video.count() == 0
        ? "the video has no frame that can be read"
        : "the video has %s frames, and none from frame %s on".formatted(video.count(), start);
  }

  /** Whether frames behind the video's last one would be meant, too, if there were some. */
  public boolean reachesBehind(FrameTimes video) {
    long total = video.count();
    return start <= total
        && (end == null || end > total)
        && (count == null || count > total - start)
        && (duration == null
            || start == total
            || video.seconds(total - 1) - video.seconds(start) < duration);
  }

  /** The first frame that is not meant any more. */
  private long end(FrameTimes video) {
    long last = video.count();
    if (end != null) {
      last = Math.min(last, end);
    }
    if (count != null) {
      last = Math.min(last, count > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + count);
    }
    return duration == null || start >= last ? last : firstAfter(video, last, duration);
  }

  /** Times never fall, so the first frame that is too late is found by halving. */
  private long firstAfter(FrameTimes video, long last, double seconds) {
    double from = video.seconds(start);
    long early = start;
    long late = last;
    while (late - early > 1) {
      long middle = early + (late - early) / 2;
      if (video.seconds(middle) - from < seconds - TOLERANCE) {
        early = middle;
      } else {
        late = middle;
      }
    }
    return late;
  }

  /** Times are fractions: 30 frames of 1/30 s are one second, whatever their sum comes to. */
  private static final double TOLERANCE = 1e-6;

  /** How it was asked for; empty for all frames. */
  public String describe() {
    List<String> parts = new ArrayList<>();
    if (stride > 1) {
      parts.add("stride " + stride);
    }
    if (start > 0) {
      parts.add("from " + start);
    }
    Optional.ofNullable(end).ifPresent(value -> parts.add("to " + value));
    Optional.ofNullable(count).ifPresent(value -> parts.add("at most " + value));
    Optional.ofNullable(duration).ifPresent(value -> parts.add(value + " s"));
    return String.join(", ", parts);
  }
}
