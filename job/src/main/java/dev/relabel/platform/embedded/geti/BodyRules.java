package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.geti.format.ShapeJson;
import java.util.Set;

/** What the body of an annotation call looks like, whatever the project (fact sheet of Geti, 8). */
final class BodyRules {
  private static final Set<String> KEYS =
      Set.of("annotations", "media_identifier", "modified", "labels_to_revisit_full_scene");

  private static final int LONGEST = 1000;
  private static final int LABEL_ID_LENGTH = 24;

  private BodyRules() {}

  /**
   * Checks a body.
   *
   * @throws GetiException if it breaks a rule
   */
  static void check(ObjectNode body) {
    body.fieldNames()
        .forEachRemaining(key -> require(KEYS.contains(key), "'%s' was unexpected", key));
    require(body.path("annotations").isArray(), "'%s' is a required property", "annotations");
    if (body.has("media_identifier")) {
      JsonNode type = body.path("media_identifier").path("type");
      require(type.isTextual(), "'%s' is a required property", "media_identifier.type");
    }
    checkTexts(body);
    for (JsonNode each : body.path("annotations")) {
      require(each.isObject(), "%s is not of type 'object'", each);
      require(each.path("shape").isObject(), "'%s' is a required property", "shape");
      require(each.path("labels").isArray(), "'%s' is a required property", "labels");
      require(!each.path("labels").isEmpty(), "%s is too short", each.path("labels"));
      each.path("labels").forEach(BodyRules::checkLabel);
      checkShape(each.path("shape"));
    }
  }

  private static void checkTexts(JsonNode node) {
    if (node.isTextual()) {
      int length = node.textValue().length();
      require(length >= 1, "'%s' is too short", node.textValue());
      require(length <= LONGEST, "a text of %s characters is too long", length);
    }
    node.forEach(BodyRules::checkTexts);
  }

  private static void checkLabel(JsonNode label) {
    JsonNode id = label.path("id");
    require(id.isTextual(), "'%s' is a required property", "id");
    require(id.textValue().length() == LABEL_ID_LENGTH, "'%s' is no label ID", id.textValue());
    JsonNode probability = label.path("probability");
    if (probability.isNumber()
        && !(probability.doubleValue() >= 0 && probability.doubleValue() <= 1)) {
      throw GetiException.brokenDown();
    }
  }

  private static void checkShape(JsonNode shape) {
    String type = shape.path("type").asText();
    switch (type) {
      case "RECTANGLE" -> {
        checkNumber(shape, "x", 0);
        checkNumber(shape, "y", 0);
        checkNumber(shape, "width", 1);
        checkNumber(shape, "height", 1);
      }
      case "ELLIPSE" -> {
        checkNumber(shape, "x", Double.NEGATIVE_INFINITY);
        checkNumber(shape, "y", Double.NEGATIVE_INFINITY);
        checkNumber(shape, "width", 1);
        checkNumber(shape, "height", 1);
      }
      case "ROTATED_RECTANGLE" -> {
        for (String key : new String[] {"x", "y", "width", "height", "angle"}) {
          checkNumber(shape, key, Double.NEGATIVE_INFINITY);
        }
      }
      case "KEYPOINT" -> {
        checkNumber(shape, "x", 0);
        checkNumber(shape, "y", 0);
      }
      case "POLYGON" -> checkPoints(shape.path("points"));
      default -> require(false, "'%s' is no type of shape", type);
    }
  }

  private static void checkPoints(JsonNode points) {
    require(points.isArray(), "'%s' is a required property", "points");
    require(points.size() <= ShapeJson.MOST_POINTS, "%s points are too many", points.size());
    for (JsonNode each : points) {
      checkNumber(each, "x", 0);
      checkNumber(each, "y", 0);
    }
    if (points.size() < 3) {
      throw GetiException.brokenDown(); // no rule, but the services cannot compute an area
    }
  }

  private static void checkNumber(JsonNode shape, String key, double least) {
    JsonNode value = shape.path(key);
    require(value.isNumber(), "'%s' is a required number", key);
    require(value.doubleValue() >= least, "%s is less than the minimum", value);
  }

  private static void require(boolean holds, String message, Object argument) {
    if (!holds) {
      throw GetiException.badRequest(message.formatted(argument));
    }
  }
}
