package dev.relabel.platform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Tag;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One label ↔ its JSON: an <em>object</em> of an annotation (geometry keys beside the others) or a
 * <em>figure</em> (geometry keys inside {@code geometry}).
 *
 * <p>The score is the tag {@link TagJson#CONFIDENCE}. Who made the label is {@code (nnCreated,
 * nnUpdated)}: (true, true) a machine, (true, false) a machine and then a person, else a person.
 */
public final class LabelJson {
  private LabelJson() {}

  /** A label as an object of an annotation, with its ID if it has one. */
  public static ObjectNode object(PlatformLabel label) {
    ObjectNode node = object(label.label());
    label.id().ifPresent(id -> node.put("id", id.number()));
    return node;
  }

  /** A new label as an object of an annotation. */
  public static ObjectNode object(Label label) {
    ObjectNode node = common(label);
    GeometryJson.write(label.geometry(), node);
    return node;
  }

  /**
   * A new label as a figure.
   *
   * @param classId the project's ID of the label's class
   */
  public static ObjectNode figure(Label label, long classId) {
    ObjectNode node = common(label).put("classId", classId);
    node.set("geometry", GeometryJson.write(label.geometry()));
    return node;
  }

  private static ObjectNode common(Label label) {
    String shape = ShapeName.of(label.geometry().kind());
    ObjectNode node = Json.object().put("classTitle", label.className()).put("description", "");
    ArrayNode tags = node.putArray("tags");
    label.score().ifPresent(score -> tags.add(TagJson.write(new Tag(TagJson.CONFIDENCE, score))));
    label.tags().forEach(tag -> tags.add(TagJson.write(tag)));
    return node.put("geometryType", shape)
        .put("shape", shape)
        .put("nnCreated", label.origin() != Origin.PERSON)
        .put("nnUpdated", label.origin() == Origin.MACHINE);
  }

  /**
   * The label of an annotation's object.
   *
   * @throws UnreadableJsonException if a key is missing, has the wrong type or names a shape that
   *     we do not model
   * @throws IllegalArgumentException if the shape is empty or not finite
   */
  public static PlatformLabel read(JsonNode object) {
    String shape = shapeName(object);
    GeometryKind kind =
        ShapeName.kind(shape)
            .orElseThrow(() -> new UnreadableJsonException("No shape that we model: " + shape));
    List<Tag> tags = new ArrayList<>();
    OptionalDouble score = OptionalDouble.empty();
    for (JsonNode each : Json.array(object, "tags")) {
      Tag tag = TagJson.read(each);
      OptionalDouble found = score(tag);
      if (score.isEmpty() && found.isPresent()) {
        score = found;
      } else {
        tags.add(tag);
      }
    }
    Label label =
        new Label(
            Json.text(object, "classTitle"),
            GeometryJson.read(kind, object),
            score,
            tags,
            origin(object));
    return new PlatformLabel(id(object), label);
  }

  /**
   * A tag on an image as a label of the whole image: one without a value, or whose value is a
   * score. Other tags say something else.
   *
   * <p>The platform does not tell who put it there. What reads like a model's is taken for one.
   */
  static Optional<PlatformLabel> ofImageTag(JsonNode node) {
    Tag tag = TagJson.read(node);
    OptionalDouble score = score(new Tag(TagJson.CONFIDENCE, tag.value()));
    if (tag.value() != null && score.isEmpty()) {
      return Optional.empty();
    }
    Label label = new Label(tag.name(), WholeImage.INSTANCE, score, List.of(), Origin.MACHINE);
    return Optional.of(
        new PlatformLabel(id(node).map(FigureId::number).map(FigureId::ofTag), label));
  }

  /** A label of the whole image as a tag on it. */
  static ObjectNode imageTag(Label label) {
    return TagJson.write(
        new Tag(
            label.className(),
            label.score().isPresent() ? (Double) label.score().getAsDouble() : null));
  }

  /** The shape that an object or figure names; empty if it names none. */
  static String shapeName(JsonNode object) {
    return Json.text(object, "geometryType", Json.text(object, "shape", ""));
  }

  /** The ID of an object or figure, if it has one. */
  static Optional<FigureId> id(JsonNode object) {
    long id = Json.integer(object, "id", -1);
    return id < 0 ? Optional.empty() : Optional.of(new FigureId(id));
  }

  // A number outside 0–1, such as a percentage of another tool, stays the tag that it is.
  private static OptionalDouble score(Tag tag) {
    return tag.name().equals(TagJson.CONFIDENCE)
            && tag.value() instanceof Double value
            && value >= 0
            && value <= 1
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  private static Origin origin(JsonNode object) {
    if (!object.path("nnCreated").asBoolean(false)) {
      return Origin.PERSON;
    }
    return object.path("nnUpdated").asBoolean(false) ? Origin.MACHINE : Origin.CORRECTED;
  }
}
