package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.LabelJson;
import dev.relabel.platform.format.ShapeName;
import dev.relabel.platform.geti.format.ShapeJson;
import dev.relabel.platform.local.ProjectMeta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Annotations of a scene as labels of the local project, so that others who open it see them: each
 * with the shape that its class has, which may be coarser. The scene itself is kept beside them.
 */
final class AsLocalLabels {
  /** Key in a label with the IDs of its annotations. */
  static final String ANNOTATIONS = "getiAnnotations";

  private static final double ELLIPSE_ERROR_PIXELS = 0.1;

  private final GetiProject project;
  private final ProjectMeta meta;
  private final List<ObjectNode> labels = new ArrayList<>();
  private final Map<String, List<Keypoints.Node>> nodes = new LinkedHashMap<>();
  private final Map<String, ArrayNode> nodeAnnotations = new LinkedHashMap<>();

  private AsLocalLabels(GetiProject project) {
    this.project = project;
    this.meta = project.local().meta();
  }

  /** The labels of annotations, in the form of the wire; what no class can hold becomes none. */
  static List<ObjectNode> of(GetiProject project, List<JsonNode> annotations) {
    AsLocalLabels made = new AsLocalLabels(project);
    annotations.forEach(made::add);
    made.nodes.forEach(made::addKeypoints);
    return made.labels;
  }

  private void add(JsonNode annotation) {
    for (JsonNode each : annotation.path("labels")) {
      Optional<GetiLabel> label = project.label(each.path("id").asText());
      if (label.isPresent() && !label.get().isEmpty() && isLowest(label.get(), annotation)) {
        add(annotation, each, label.get().name());
      }
    }
  }

  /** Labels above another one of the same annotation say nothing more. */
  private boolean isLowest(GetiLabel label, JsonNode annotation) {
    for (JsonNode each : annotation.path("labels")) {
      Optional<GetiLabel> other = project.label(each.path("id").asText());
      if (other.flatMap(GetiLabel::parentId).filter(label.id()::equals).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private void add(JsonNode annotation, JsonNode scored, String name) {
    Geometry geometry = ShapeJson.read(annotation.path("shape"), name);
    Optional<ProjectMeta.LabelClass> known = meta.labelClass(name);
    if (known.isPresent()) {
      as(ShapeName.shape(known.get().shape()), geometry)
          .ifPresent(shape -> labels.add(label(name, shape, annotation, scored)));
    } else if (geometry instanceof Keypoints point) {
      classWithNode(name)
          .ifPresent(
              title -> {
                nodes.computeIfAbsent(title, key -> new ArrayList<>()).addAll(point.nodes());
                nodeAnnotations
                    .computeIfAbsent(title, key -> Json.array())
                    .add(annotation.path("id"));
              });
    }
  }

  private Optional<String> classWithNode(String name) {
    for (JsonNode each : meta.json().path("classes")) {
      if (each.path("geometry_config").path("nodes").has(name)) {
        return Optional.of(each.path("title").asText());
      }
    }
    return Optional.empty();
  }

  /** A name that comes twice cannot be held; the last one counts. */
  private void addKeypoints(String title, List<Keypoints.Node> found) {
    Map<String, Keypoints.Node> byName = new LinkedHashMap<>();
    found.forEach(each -> byName.put(each.name(), each));
    Label label =
        new Label(
            title,
            new Keypoints(List.copyOf(byName.values())),
            OptionalDouble.empty(),
            List.of(),
            Origin.PERSON);
    ObjectNode json = LabelJson.object(label);
    json.set(ANNOTATIONS, nodeAnnotations.getOrDefault(title, Json.array()));
    labels.add(json);
  }

  private static ObjectNode label(
      String name, Geometry shape, JsonNode annotation, JsonNode scored) {
    boolean isModels = scored.path("source").path("model_id").isTextual();
    double probability = scored.path("probability").doubleValue();
    Label label =
        new Label(
            name,
            shape,
            isModels || probability < 1 ? OptionalDouble.of(probability) : OptionalDouble.empty(),
            List.of(),
            isModels ? Origin.MACHINE : Origin.PERSON);
    ObjectNode json = LabelJson.object(label);
    json.putArray(ANNOTATIONS).add(annotation.path("id"));
    return json;
  }

  private static Optional<Geometry> as(Shape wanted, Geometry shape) {
    if (shape instanceof Ellipse ellipse) {
      return as(wanted, Conversions.toPolygon(ellipse, ELLIPSE_ERROR_PIXELS));
    }
    if (shape instanceof Keypoints point) {
      boolean isPoint = wanted == Shape.POINT || wanted == Shape.ANY;
      return isPoint ? Optional.of(point.nodes().get(0).at()) : Optional.empty();
    }
    if (wanted.accepts(shape.kind())) {
      return Optional.of(shape);
    }
    return switch (wanted) {
      case RECTANGLE -> Optional.of(shape.bounds());
      case ORIENTED_RECTANGLE -> Conversions.smallestBoxAround(shape).map(box -> box);
      case POLYGON -> Optional.of(polygon(shape));
      case MASK -> Conversions.toMask(shape).map(mask -> mask);
      default -> Optional.empty();
    };
  }

  private static Geometry polygon(Geometry shape) {
    return shape instanceof OrientedRectangle box
        ? box.corners()
        : Conversions.toPolygon((Rectangle) shape);
  }
}
