package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.LocalVideo;
import java.io.IOException;

/** What clients see of a video. */
final class VideoView {
  private VideoView() {}

  /** The fields of a video (fact sheet, 2.11). */
  static Columns<LocalVideo> columns(VideoFiles files) {
    return new Columns<LocalVideo>()
        .number("id", LocalVideo::id)
        .text("name", LocalVideo::name)
        .text("hash", LocalVideo::contentHash)
        .nothing("link")
        .number("teamId", video -> AccountMethods.TEAM)
        .number("workspaceId", video -> AccountMethods.WORKSPACE)
        .number("projectId", video -> video.dataset().project().id())
        .number("datasetId", video -> video.dataset().id())
        .text("pathOriginal", video -> "/videos/%s/%s".formatted(video.id(), video.name()))
        .time("createdAt", video -> video.attributes().lastModifiedTime().toMillis())
        .time("updatedAt", LocalVideo::updatedAtMillis)
        .add("tags", video -> JsonNodeFactory.instance.arrayNode())
        .add("meta", video -> JsonNodeFactory.instance.objectNode())
        .add("customData", video -> JsonNodeFactory.instance.objectNode())
        .add("fileMeta", video -> fileMeta(files.facts(video)));
  }

  private static JsonNode fileMeta(VideoFacts facts) throws IOException {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.put("framesCount", facts.frames());
    meta.put("width", facts.size().width());
    meta.put("height", facts.size().height());
    meta.put("duration", facts.seconds());
    // As an array of numbers: one node for each frame of each video of a page would fill memory.
    meta.putPOJO("framesToTimecodes", facts.timecodes());
    return meta;
  }
}
