package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The encoded pictures of frames of one video.
 *
 * @param frames their numbers
 */
record DownloadFrames(VideoId video, List<ImageId> frames)
    implements Endpoint<Map<ImageId, byte[]>> {
  @Override
  public String method() {
    return "videos.bulk.download-frame";
  }

  @Override
  public JsonNode body() {
    ObjectNode body = Json.object().put("videoId", video.number());
    frames.forEach(frame -> body.withArray("frames").add(frame.number()));
    return body;
  }

  @Override
  public Map<ImageId, byte[]> read(Response response) throws IOException {
    Map<Long, byte[]> parts = MultipartParts.read(response);
    Map<ImageId, byte[]> pictures = new LinkedHashMap<>();
    for (ImageId frame : frames) {
      byte[] bytes = parts.get(frame.number());
      if (bytes != null) {
        pictures.put(frame, bytes);
      }
    }
    return pictures;
  }

  @Override
  public Map<ImageId, byte[]> read(JsonNode answer) {
    throw new UnreadableJsonException("Frames do not come as JSON");
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public boolean isDivisible() {
    return frames.size() > 1;
  }

  @Override
  public String subject() {
    return "frames %s of video %s".formatted(FewIds.of(frames), video);
  }
}
