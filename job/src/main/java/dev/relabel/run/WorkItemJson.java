package dev.relabel.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Work items as lines of the plan. Numbers of 0 and empty texts are left out. */
public final class WorkItemJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WorkItemJson() {}

  /** One line without a line break. */
  public static String write(WorkItem item) {
    var node = JSON.createObjectNode().put("item", item.itemId()).put("name", item.name());
    if (!item.source().equals(item.itemId())) {
      node.put("source", item.source());
    }
    if (!item.platform().isEmpty()) {
      node.put("platform", item.platform())
          .put("project", item.projectId())
          .put("dataset", item.datasetId())
          .put(
              item.videoId().isEmpty() ? "image" : "video",
              item.videoId().isEmpty() ? item.imageId() : item.videoId());
    }
    if (item.width() > 0 && item.height() > 0) {
      node.put("width", item.width()).put("height", item.height());
    }
    if (item.bytes() > 0) {
      node.put("bytes", item.bytes());
    }
    if (item.frame() != null) {
      node.put("frame", item.frame().index());
      if (item.frame().timestamp() != null) {
        node.put("timestamp", item.frame().timestamp());
      }
    }
    if (!item.problem().isEmpty()) {
      node.put("problem", item.problem());
    }
    return node.toString();
  }

  private static WorkItem.@Nullable Frame frame(JsonNode node) {
    if (!node.has("frame")) {
      return null;
    }
    JsonNode timestamp = node.path("timestamp");
    return new WorkItem.Frame(
        node.path("frame").asLong(), timestamp.isNumber() ? timestamp.asLong() : null);
  }

  /**
   * Reads a line of the plan.
   *
   * @throws RunException if it is not one
   */
  public static WorkItem read(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      String itemId = node.path("item").asText();
      return new WorkItem(
          itemId,
          node.path("source").asText(itemId),
          node.path("platform").asText(""),
          node.path("project").asText(""),
          node.path("dataset").asText(""),
          node.path("image").asText(""),
          node.path("video").asText(""),
          node.path("name").asText(),
          node.path("width").asInt(0),
          node.path("height").asInt(0),
          node.path("bytes").asLong(0),
          frame(node),
          node.path("problem").asText(""));
    } catch (JsonProcessingException e) {
      throw new RunException("The plan holds a line that is no work item: " + line, e);
    }
  }
}
