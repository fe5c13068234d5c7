package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** A video by its ID. */
record FetchVideo(VideoId id) implements Endpoint<VideoInfo> {
  @Override
  public String method() {
    return "videos.info";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", id.number()).put("forceMetadataForLinks", true);
  }

  @Override
  public VideoInfo read(JsonNode answer) {
    return VideoInfoJson.read(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "video " + id;
  }
}
