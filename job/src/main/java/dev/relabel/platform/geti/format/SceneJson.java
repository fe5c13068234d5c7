package dev.relabel.platform.geti.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scenes ↔ the JSON of annotation and prediction calls. Keys that are not known are passed over.
 */
public final class SceneJson {
  /** More on one image is a mistake, or meant to fill the memory. */
  private static final int MOST_ANNOTATIONS = 100_000;

  private static final int MOST_LABELS = 1000;

  private SceneJson() {}

  /**
   * The scene that a call for annotations answers.
   *
   * @throws UnreadableJsonException if it is none, or larger than any
   */
  public static Scene read(JsonNode scene) {
    return read(scene, "annotations", "modified");
  }

  /**
   * The scene that a call for predictions answers; its maps are passed over.
   *
   * @throws UnreadableJsonException if it is none, or larger than any
   */
  public static Scene readPredictions(JsonNode answer) {
    return read(answer, "predictions", "created");
  }

  private static Scene read(JsonNode scene, String annotations, String time) {
    ArrayNode list = Json.array(scene, annotations);
    if (list.size() > MOST_ANNOTATIONS) {
      throw new UnreadableJsonException(
          "A scene has %s annotations at most, not %s".formatted(MOST_ANNOTATIONS, list.size()));
    }
    List<LabelledShape> understood = new ArrayList<>();
    List<ObjectNode> foreign = new ArrayList<>();
    for (JsonNode each : list) {
      ObjectNode annotation = Json.asObject(each, annotations);
      try {
        understood.add(annotation(annotation));
      } catch (UnreadableJsonException | IllegalArgumentException e) {
        foreign.add(annotation);
      }
    }
    return new Scene(
        text(scene, "id"),
        text(scene, time),
        understood,
        foreign,
        texts(scene, "labels_to_revisit_full_scene"));
  }

  private static LabelledShape annotation(ObjectNode json) {
    List<ScoredLabel> labels = new ArrayList<>();
    ArrayNode list = Json.array(json, "labels");
    if (list.size() > MOST_LABELS) {
      throw new UnreadableJsonException("An annotation has more labels than a project may have");
    }
    list.forEach(each -> labels.add(label(each)));
    String keypoint = labels.isEmpty() ? "" : labels.get(0).id();
    return new LabelledShape(
        text(json, "id"),
        ShapeJson.read(Json.object(json, "shape"), keypoint),
        labels,
        texts(json, "labels_to_revisit"));
  }

  private static ScoredLabel label(JsonNode json) {
    JsonNode probability = json.path("probability");
    JsonNode source = json.path("source");
    return new ScoredLabel(
        Json.text(json, "id"),
        probability.isNumber() ? rounded(probability.doubleValue()) : 1,
        new LabelSource(
            text(source, "user_id"), text(source, "model_id"), text(source, "model_storage_id")));
  }

  /** A single-precision number may lie beyond 1 by a hair. */
  private static double rounded(double probability) {
    return Math.abs(probability - 1) < 1e-6 ? 1 : Math.abs(probability) < 1e-6 ? 0 : probability;
  }

  private static List<String> texts(JsonNode json, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : json.path(key)) {
      if (each.isTextual() && texts.size() < MOST_LABELS) {
        texts.add(each.asText());
      }
    }
    return texts;
  }

  private static Optional<String> text(JsonNode json, String key) {
    String text = Json.text(json, key, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /**
   * What is to be sent so that a medium has exactly these annotations. Nothing is written that is
   * not known: the server takes a null for a text.
   *
   * @param foreign annotations that are sent again as they came
   */
  public static ObjectNode write(List<LabelledShape> annotations, List<ObjectNode> foreign) {
    return write(annotations, foreign, List.of());
  }

  /**
   * The same with what somebody is to look at again.
   *
   * @param toRevisit the IDs of labels
   */
  public static ObjectNode write(
      List<LabelledShape> annotations, List<ObjectNode> foreign, List<String> toRevisit) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("annotations");
    annotations.forEach(each -> list.add(annotation(each)));
    foreign.forEach(each -> list.add(withoutNulls(each)));
    if (!toRevisit.isEmpty()) {
      toRevisit.forEach(body.putArray("labels_to_revisit_full_scene")::add);
    }
    return body;
  }

  private static ObjectNode annotation(LabelledShape annotation) {
    ObjectNode json = Json.object();
    annotation.id().ifPresent(id -> json.put("id", id));
    json.set("shape", ShapeJson.write(annotation.shape()));
    ArrayNode labels = json.putArray("labels");
    for (ScoredLabel each : annotation.labels()) {
      ObjectNode label = labels.addObject().put("id", each.id());
      label.put("probability", each.probability());
      LabelSource source = each.source();
      if (source.modelId().isPresent() || source.modelStorageId().isPresent()) {
        ObjectNode model = label.putObject("source");
        source.modelId().ifPresent(id -> model.put("model_id", id));
        source.modelStorageId().ifPresent(id -> model.put("model_storage_id", id));
      }
    }
    if (!annotation.toRevisit().isEmpty()) {
      annotation.toRevisit().forEach(json.putArray("labels_to_revisit")::add);
    }
    return json;
  }

  private static ObjectNode withoutNulls(ObjectNode json) {
    ObjectNode copy = json.deepCopy();
    removeNulls(copy);
    return copy;
  }

  private static void removeNulls(JsonNode json) {
    if (json instanceof ObjectNode object) {
      List<String> nulls = new ArrayList<>();
      object.properties().stream()
          .filter(each -> each.getValue().isNull())
          .forEach(each -> nulls.add(each.getKey()));
      object.remove(nulls);
    }
    json.forEach(SceneJson::removeNulls);
  }
}
