package dev.relabel.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameRangeTest {
  /** 181 frames, 30 a second. */
  private static final FrameTimes VIDEO = times(181, 30);

  private static FrameTimes times(long count, double rate) {
    return new FrameTimes() {
      @Override
      public long count() {
        return count;
      }

      @Override
      public double seconds(long frame) {
        return frame / rate;
      }
    };
  }

  private static List<Long> frames(
      long stride,
      long start,
      @Nullable Long end,
      @Nullable Long count,
      @Nullable Double duration,
      FrameTimes video) {
    List<Long> frames = new ArrayList<>();
    PrimitiveIterator.OfLong all = new FrameRange(stride, start, end, count, duration).of(video);
    while (all.hasNext()) {
      frames.add(all.nextLong());
    }
    return frames;
  }

  @Test
  void theDocumentedExamples() {
    assertThat(frames(1, 0, null, null, null, VIDEO)).hasSize(181).startsWith(0L).endsWith(180L);
    assertThat(frames(60, 0, null, null, null, VIDEO)).containsExactly(0L, 60L, 120L, 180L);
    assertThat(frames(1, 10, 13L, null, null, VIDEO)).containsExactly(10L, 11L, 12L);
    assertThat(frames(2, 10, null, 5L, null, VIDEO)).containsExactly(10L, 12L, 14L);
    assertThat(frames(1, 10, null, null, 0.1, VIDEO)).containsExactly(10L, 11L, 12L);
    assertThat(frames(10, 170, null, 100L, null, VIDEO)).containsExactly(170L, 180L);
  }

  @Test
  void everyCombinationIsWhatFrameByFrameComparisonGives() {
    List<@Nullable Long> ends = listOf(null, 1L, 5L, 9L, 20L, Long.MAX_VALUE);
    List<@Nullable Long> counts = listOf(null, 1L, 4L, 7L, 50L, Long.MAX_VALUE);
    List<@Nullable Double> durations = listOf(null, 0.001, 0.1, 0.25, 1.0, 1e9);
    for (long total : new long[] {0, 1, 12}) {
      FrameTimes video = times(total, 10);
      for (long stride : new long[] {1, 2, 3, 100}) {
        for (long start : new long[] {0, 3, 11, 12, 400}) {
          for (Long end : ends) {
            for (Long count : counts) {
              for (Double duration : durations) {
                if (end == null || end > start) {
                  assertThat(frames(stride, start, end, count, duration, video))
                      .as("%s %s %s %s %s of %s", stride, start, end, count, duration, total)
                      .isEqualTo(slowly(stride, start, end, count, duration, video));
                }
              }
            }
          }
        }
      }
    }
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static <T> List<@Nullable T> listOf(@Nullable T... values) {
    return new ArrayList<>(java.util.Arrays.asList(values));
  }

  private static List<Long> slowly(
      long stride,
      long start,
      @Nullable Long end,
      @Nullable Long count,
      @Nullable Double duration,
      FrameTimes video) {
    List<Long> frames = new ArrayList<>();
    for (long frame = 0; frame < video.count(); frame++) {
      boolean isIn =
          frame >= start
              && (end == null || frame < end)
              && (count == null || frame - start < count)
              && (duration == null
                  || video.seconds(frame) - video.seconds(start) < duration - 1e-6);
      if (isIn && (frame - start) % stride == 0) {
        frames.add(frame);
      }
    }
    return frames;
  }

  @Test
  void whatIsNoRangeIsRefusedWithAllReasons() {
    assertThatThrownBy(() -> new FrameRange(0, -1, null, 0L, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the stride is at least 1, not 0; the first frame is at least 0, not -1; the number of"
                + " frames is at least 1, not 0; the duration is more than 0 seconds, not NaN");
    assertThatThrownBy(() -> new FrameRange(1, 5, 5L, null, null))
        .hasMessageContaining("the end, 5, comes after the first frame, 5");
  }
}
