package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.platform.VideoId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tracks of labels that go to a video: on a platform every label belongs to an object, so one
 * without a track gets a track of its own.
 */
final class FrameTracks {
  /** More labels than a frame has: pixels are fewer for all that models are used on. */
  private static final long LABELS_PER_FRAME = 10_000_000;

  private FrameTracks() {}

  /**
   * A frame's labels, all with tracks. Those that had none get negative numbers, which no other
   * frame gives.
   */
  static List<Label> complete(long frame, List<Label> labels) {
    List<Label> complete = new ArrayList<>(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      Label label = labels.get(i);
      complete.add(
          label.track().isPresent() ? label : label.withTrack(-(frame * LABELS_PER_FRAME + i) - 1));
    }
    return complete;
  }

  /** Whether a track goes beyond its frame. */
  static boolean isShared(long track) {
    return track > 0;
  }

  /**
   * Labels with the platform's objects for their tracks.
   *
   * @param objects by track; none if the video is gone
   */
  static List<Label> onObjects(List<Label> labels, Map<Long, Long> objects) {
    if (objects.isEmpty()) {
      return labels; // the video is gone, and nothing will be written
    }
    return labels.stream()
        .map(
            label -> {
              Long object = objects.get(label.track().orElseThrow());
              if (object == null) {
                throw new IllegalStateException("No object was made for track " + label.track());
              }
              return label.withTrack(object);
            })
        .toList();
  }

  /** Objects by video and track. */
  static final class Objects extends HashMap<VideoId, HashMap<Long, Long>> {
    private static final long serialVersionUID = 1L;

    Map<Long, Long> of(VideoId video) {
      return getOrDefault(video, new HashMap<>());
    }
  }
}
