package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import dev.relabel.platform.format.Json;
import dev.relabel.video.FrameTimes;

/** Images and videos as {@code media:query} and their own calls tell them. */
final class GetiMedia {
  private GetiMedia() {}

  /** An image; its name has the extension that the server tells apart. */
  static ImageInfo image(DatasetId dataset, JsonNode json) {
    JsonNode information = json.path("media_information");
    return new ImageInfo(
        new ImageId(Json.text(json, "id")),
        dataset,
        name(json),
        Math.toIntExact(Json.integer(information, "width", 0)),
        Math.toIntExact(Json.integer(information, "height", 0)),
        Json.integer(information, "size", 0),
        "",
        Json.text(json, "upload_time", ""));
  }

  private static String name(JsonNode json) {
    String extension = Json.text(json.path("media_information"), "extension", "");
    String name = Json.text(json, "name");
    return name.endsWith(extension) ? name : name + extension;
  }

  /** A video; its frames are shown at the same pace. */
  static VideoInfo video(ProjectId project, DatasetId dataset, JsonNode json) {
    JsonNode information = json.path("media_information");
    long frames = Json.integer(information, "frame_count");
    double rate = information.path("frame_rate").asDouble(0);
    return new VideoInfo(
        new VideoId(Json.text(json, "id")),
        dataset,
        project,
        name(json),
        Math.toIntExact(Json.integer(information, "width", 0)),
        Math.toIntExact(Json.integer(information, "height", 0)),
        new Even(frames, rate > 0 && Double.isFinite(rate) ? rate : 1));
  }

  private record Even(long count, double rate) implements FrameTimes {
    @Override
    public double seconds(long frame) {
      return frame / rate;
    }
  }
}
