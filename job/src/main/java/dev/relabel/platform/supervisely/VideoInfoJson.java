package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import dev.relabel.platform.format.Json;
import dev.relabel.video.FrameTimes;

/** Videos as {@code videos.*} describe them. */
final class VideoInfoJson {
  private VideoInfoJson() {}

  static VideoInfo read(JsonNode json) {
    JsonNode file = json.path("fileMeta");
    return new VideoInfo(
        new VideoId(Json.integer(json, "id")),
        new DatasetId(Json.integer(json, "datasetId")),
        new ProjectId(Json.integer(json, "projectId", 0)),
        Json.text(json, "name"),
        pixels(file, "width"),
        pixels(file, "height"),
        times(file));
  }

  private static int pixels(JsonNode json, String key) {
    long pixels = Json.integer(json, key, 0);
    return pixels > 0 && pixels <= Integer.MAX_VALUE ? (int) pixels : 0;
  }

  /** Servers tell the time of each frame; without that, frames are taken to follow evenly. */
  private static FrameTimes times(JsonNode file) {
    long count = Math.max(0, Json.integer(file, "framesCount", 0));
    JsonNode listed = file.path("framesToTimecodes");
    if (listed.size() != count) {
      double seconds = Math.max(0, file.path("duration").asDouble());
      return new Times(count, new double[0], count == 0 ? 0 : seconds / count);
    }
    double[] times = new double[listed.size()];
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < times.length; i++) {
      last = Math.max(last, Json.asNumber(listed.get(i), "framesToTimecodes")); // never backwards
      times[i] = last;
    }
    return new Times(count, times, 0);
  }

  /** Each frame's time, or one frame's length. */
  private static final class Times implements FrameTimes {
    private final long count;
    private final double[] seconds;
    private final double each;

    Times(long count, double[] seconds, double each) {
      this.count = count;
      this.seconds = seconds;
      this.each = each;
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public double seconds(long frame) {
      return seconds.length == 0 ? frame * each : seconds[(int) frame];
    }
  }

  /** The same video with its project. */
  static VideoInfo of(VideoInfo video, ProjectId project) {
    return new VideoInfo(
        video.id(),
        video.dataset(),
        project,
        video.name(),
        video.width(),
        video.height(),
        video.frames());
  }
}
