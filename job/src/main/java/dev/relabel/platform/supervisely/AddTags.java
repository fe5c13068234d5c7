package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Adds tags to images of one project.
 *
 * @param tags at most {@link #MOST}
 */
record AddTags(ProjectId project, List<NewTag> tags) implements Endpoint<List<FigureId>> {
  /** Most tags of one call. */
  static final int MOST = 100;

  /**
   * A tag for an image.
   *
   * @param kind the project's ID of the kind of tag
   * @param value its value; empty for kinds without one
   */
  record NewTag(ImageId image, long kind, OptionalDouble value) {}

  @Override
  public String method() {
    return "tags.entities.bulk.add";
  }

  @Override
  public JsonNode body() {
    ObjectNode body = Json.object().put("projectId", project.number());
    for (NewTag each : tags) {
      ObjectNode tag =
          body.withArray("tags")
              .addObject()
              .put("entityId", each.image().number())
              .put("tagId", each.kind());
      each.value().ifPresent(value -> tag.put("value", value));
    }
    return body;
  }

  @Override
  public List<FigureId> read(JsonNode answer) {
    List<FigureId> ids = new ArrayList<>();
    for (JsonNode each : Json.asArray(answer, "tags")) {
      ids.add(FigureId.ofTag(Json.integer(each, "id")));
    }
    if (ids.size() != tags.size()) {
      throw new UnreadableJsonException(
          "%s tags were sent and %s IDs came back".formatted(tags.size(), ids.size()));
    }
    return ids;
  }

  @Override
  public Repeat repeat() {
    return Repeat.CHECK_FIRST; // the second time it is refused, or the image has it twice
  }

  @Override
  public String subject() {
    return "images of project " + project;
  }
}
