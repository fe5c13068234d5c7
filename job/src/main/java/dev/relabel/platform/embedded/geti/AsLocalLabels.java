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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

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
  private final Map<String, Long> before = new HashMap<>();
  private final List<Graph> graphs = new ArrayList<>();

  private AsLocalLabels(GetiProject project, Map<Long, Set<String>> before) {
    this.project = project;
    this.meta = project.local().meta();
    before.forEach((label, ids) -> ids.forEach(id -> this.before.put(id, label)));
  }

  /**
   * A graph that nodes are put into, which come one by one.
   *
   * @param label the ID of the label that its nodes had before; empty for new nodes
   */
  private record Graph(
      String title, Optional<Long> label, Map<String, Keypoints.Node> nodes, ArrayNode ids) {}

  /**
   * The labels of annotations, in the form of the wire; what no class can hold becomes none.
   *
   * @param before the annotations that labels stood for, by the labels' IDs
   */
  static List<ObjectNode> of(
      GetiProject project, List<JsonNode> annotations, Map<Long, Set<String>> before) {
    AsLocalLabels made = new AsLocalLabels(project, before);
    annotations.forEach(made::add);
    made.graphs.forEach(made::addKeypoints);
    return made.labels;
  }

  private void add(JsonNode annotation) {
    for (JsonNode each : annotation.path("labels")) {
      Optional<GetiLabel> label = project.label(each.path("id").asText());
      if (label.isPresent()
          && !label.get().isEmpty()
          && !project.isAboveAnother(label.get(), annotation.path("labels"))) {
        add(annotation, each, label.get().name());
      }
    }
  }

  private void add(JsonNode annotation, JsonNode scored, String name) {
    Geometry geometry = ShapeJson.read(annotation.path("shape"), name);
    Optional<ProjectMeta.LabelClass> known = meta.labelClass(name);
    if (known.isPresent()) {
      as(ShapeName.shape(known.get().shape()), geometry)
          .ifPresent(shape -> labels.add(label(name, shape, annotation, scored)));
    } else if (geometry instanceof Keypoints point) {
      classWithNode(name)
          .ifPresent(title -> addNode(title, point.nodes().get(0), annotation.path("id")));
    }
  }

  /**
   * Puts a node where it was before; a new one into the first graph of its class that lacks it, as
   * nothing else tells which nodes belong together. So a second node of a name begins a graph.
   */
  private void addNode(String title, Keypoints.Node node, JsonNode id) {
    Optional<Long> label = Optional.ofNullable(before.get(id.asText()));
    Graph graph =
        graphs.stream()
            .filter(each -> each.title().equals(title) && !each.nodes().containsKey(node.name()))
            .filter(each -> label.isEmpty() || each.label().equals(label))
            .findFirst()
            .orElseGet(
                () -> {
                  Graph added = new Graph(title, label, new LinkedHashMap<>(), Json.array());
                  graphs.add(added);
                  return added;
                });
    graph.nodes().put(node.name(), node);
    graph.ids().add(id);
  }

  private Optional<String> classWithNode(String name) {
    for (JsonNode each : meta.json().path("classes")) {
      if (each.path("geometry_config").path("nodes").has(name)) {
        return Optional.of(each.path("title").asText());
      }
    }
    return Optional.empty();
  }

  private void addKeypoints(Graph graph) {
    Label label =
        new Label(
            graph.title(),
            new Keypoints(List.copyOf(graph.nodes().values())),
            OptionalDouble.empty(),
            List.of(),
            Origin.PERSON);
    ObjectNode json = LabelJson.object(label);
    json.set(ANNOTATIONS, graph.ids());
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
