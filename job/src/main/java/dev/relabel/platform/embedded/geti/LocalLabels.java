package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.embedded.geti.TaskShapes.Labelled;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.LabelJson;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.geti.format.ShapeJson;
import dev.relabel.platform.local.ImageSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Labels of the local project as annotations of a scene. */
final class LocalLabels {
  private final GetiProject project;
  private final StoredShape stored;

  LocalLabels(GetiProject project, StoredShape stored) {
    this.project = project;
    this.stored = stored;
  }

  /**
   * The annotations that labels become. Labels without a label of the project, and those that the
   * project's task has no shape for, become none.
   *
   * @param labels in the form of the wire, with their IDs
   * @return the annotations of each label that became some, by the label's ID
   */
  Map<Long, ArrayNode> annotations(List<ObjectNode> labels, ImageSize size, String modified) {
    Map<Long, ArrayNode> annotations = new LinkedHashMap<>();
    if (!size.isKnown()) {
      return annotations;
    }
    for (ObjectNode each : labels) {
      try {
        Label label = LabelJson.read(each).label();
        long id = each.path("id").asLong();
        ArrayNode made = annotations(id, label, size, modified);
        if (!made.isEmpty()) {
          annotations.put(id, made);
        }
      } catch (UnreadableJsonException | IllegalArgumentException e) {
        // A label of a kind that is not known stays in the local project, unseen.
      }
    }
    return annotations;
  }

  private ArrayNode annotations(long id, Label label, ImageSize size, String modified) {
    ArrayNode made = Json.array();
    for (Labelled each : new TaskShapes(project, size.width(), size.height()).of(label)) {
      ObjectNode annotation =
          Json.object()
              .put("id", GetiId.uuidOfText("label %s %s".formatted(id, made.size())))
              .put("modified", modified);
      annotation.putArray("labels_to_revisit");
      annotation.set("shape", stored.of(each.shape()));
      annotation.set("labels", labels(each.label(), label));
      made.add(annotation);
    }
    return made;
  }

  /** What a label says, and surely what follows of it. */
  private ArrayNode labels(GetiLabel lowest, Label label) {
    boolean isModels = label.origin() == Origin.MACHINE;
    ArrayNode labels = Json.array();
    for (GetiLabel each : project.withThoseAbove(List.of(lowest))) {
      labels.add(scored(each, each.equals(lowest) ? label.score().orElse(1) : 1, isModels));
    }
    return labels;
  }

  private ObjectNode scored(GetiLabel known, double probability, boolean isModels) {
    ObjectNode json = Json.object().put("id", known.id()).put("probability", probability);
    long id = project.local().id();
    json.putObject("source")
        .put("user_id", GetiId.USER)
        .put("model_id", isModels ? GetiId.of(Kind.MODEL, id) : null)
        .put("model_storage_id", isModels ? GetiId.of(Kind.MODEL_GROUP, id) : null);
    return json;
  }

  /** The annotation of a whole image that its tags become; empty if they say nothing here. */
  Optional<ObjectNode> ofTags(long entity, ArrayNode tags, ImageSize size, String modified) {
    ObjectNode annotation =
        Json.object()
            .put("id", GetiId.uuidOfText("tags %s".formatted(entity)))
            .put("modified", modified);
    annotation.putArray("labels_to_revisit");
    if (!size.isKnown()) {
      return Optional.empty();
    }
    annotation.set("shape", ShapeJson.write(new Rectangle(0, 0, size.width(), size.height())));
    Map<GetiLabel, JsonNode> known = new LinkedHashMap<>();
    for (JsonNode each : tags) {
      project.labelNamed(each.path("name").asText()).ifPresent(label -> known.put(label, each));
    }
    ArrayNode labels = annotation.putArray("labels");
    for (GetiLabel each : project.withThoseAbove(List.copyOf(known.keySet()))) {
      JsonNode tag = known.getOrDefault(each, MissingNode.getInstance());
      labels.add(scored(each, probability(tag), isScored(tag)));
    }
    return labels.isEmpty() ? Optional.empty() : Optional.of(annotation);
  }

  /** The probability that a tag is shown with. */
  static double probability(JsonNode tag) {
    return isScored(tag) ? tag.path("value").doubleValue() : 1;
  }

  private static boolean isScored(JsonNode tag) {
    JsonNode value = tag.path("value");
    return value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1;
  }
}
