package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.run.WorkItem;
import dev.relabel.stage.TrackStage.Carried;
import dev.relabel.track.ByteTracker;
import dev.relabel.track.TrackingSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds tracks through videos whose frames come one after the other, video by video. Confined to
 * one thread.
 */
public final class VideoTracks {
  private final TrackingSettings settings;
  private final @Nullable Carried earlier;
  private @Nullable String video;
  private ByteTracker tracker;

  public VideoTracks(TrackingSettings settings) {
    this(settings, null);
  }

  /** Goes on with a video of which earlier frames were looked at elsewhere, when it comes. */
  VideoTracks(TrackingSettings settings, @Nullable Carried earlier) {
    this.settings = settings;
    this.earlier = earlier;
    this.tracker = new ByteTracker(settings);
  }

  /** What tells a frame's video from others. */
  public static String video(WorkItem frame) {
    return !frame.videoId().isEmpty() ? "video:" + frame.videoId() : frame.source();
  }

  /**
   * The labels of the next frame with their tracks.
   *
   * @param of what tells the video from others; another than before begins anew
   * @param labels none for a frame that could not be predicted
   */
  public List<Label> next(String of, List<Label> labels) {
    if (!of.equals(video)) {
      video = of;
      tracker =
          earlier != null && earlier.video().equals(of)
              ? ByteTracker.of(settings, earlier.state())
              : new ByteTracker(settings);
    }
    return tracker.next(labels);
  }

  /** Where the video of the frame that came last is, if it is that one. */
  Optional<Carried> endOf(String wanted) {
    return wanted.equals(video)
        ? Optional.of(new Carried(wanted, tracker.state()))
        : Optional.empty();
  }
}
