package dev.relabel.platform.embedded;

import dev.relabel.platform.local.ImageSize;
import dev.relabel.video.FrameAddress;
import dev.relabel.video.FrameIndex;
import dev.relabel.video.VideoReader;
import java.io.IOException;
import java.util.Optional;

/**
 * What a video's file tells about it.
 *
 * @param size columns and rows of its upright pictures; unknown if it cannot be read
 * @param index its frames; empty if it cannot be read
 */
public record VideoFacts(ImageSize size, Optional<FrameIndex> index) {
  /** Those of a file that cannot be read as a video. */
  public static final VideoFacts NONE = new VideoFacts(ImageSize.UNKNOWN, Optional.empty());

  /** How long a single frame is shown: nothing tells, so as at the rate that FFmpeg assumes. */
  private static final double ONE_FRAME_SECONDS = 0.04;

  static VideoFacts of(VideoReader reader) throws IOException {
    ImageSize size = new ImageSize(reader.width(), reader.height());
    return new VideoFacts(size, Optional.of(reader.index()));
  }

  /** How many frames it has; 0 if it cannot be read. */
  public long frames() {
    return index.map(FrameIndex::count).orElse(0L);
  }

  /** How long it lasts: from the first frame to the last one, which is shown as long as others. */
  public double seconds() {
    if (frames() < 2) {
      return frames() * ONE_FRAME_SECONDS;
    }
    double last = index.get().seconds(frames() - 1);
    return last * frames() / (frames() - 1);
  }

  /** When each frame is shown, in seconds by the file's own clock. */
  double[] timecodes() {
    double[] seconds = new double[Math.toIntExact(frames())];
    if (seconds.length > 0) {
      FrameIndex frames = index.get();
      double first = firstSeconds(frames);
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = first + frames.seconds(i);
      }
    }
    return seconds;
  }

  /** An index counts from its first frame on; by how much it is off, its own units tell. */
  private static double firstSeconds(FrameIndex frames) {
    long last = frames.count() - 1;
    FrameAddress from = frames.address(0);
    FrameAddress to = frames.address(last);
    if (last == 0 || from.timestamp() == null || to.timestamp() == null) {
      return 0;
    }
    return from.timestamp() * frames.seconds(last) / (to.timestamp() - from.timestamp());
  }
}
