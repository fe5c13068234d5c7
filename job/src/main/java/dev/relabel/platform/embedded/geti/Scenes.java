package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.geti.GetiSettings.Rectangles;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.Annotations;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The scenes of images and frames. The last one lies in the annotation of the local project, beside
 * the labels that it stands for; where those were changed by somebody else since, or no scene was
 * ever written, it is made of the labels. Earlier ones are only in memory. Thread-safe.
 *
 * <p>A scene is {@code {"id", "modified", "annotations"}} here.
 */
final class Scenes {
  /** Key in a stored scene: what the labels looked like that it stands for. */
  private static final String LABELS = "labels";

  /** Key in a stored scene: labels that were there before, and which annotations they are. */
  private static final String KEPT = "kept";

  private final Annotations annotations;
  private final Rectangles habit;
  private final SceneHistory history;

  Scenes(Annotations annotations, Rectangles habit, int versions) {
    this.annotations = annotations;
    this.habit = habit;
    this.history = new SceneHistory(versions);
  }

  /** Makes the annotations of a scene from those that were there before. */
  @FunctionalInterface
  interface Change {
    /**
     * The new annotations, complete.
     *
     * @param before those that are there, not to be changed
     * @param annotation of the image or video, not to be changed
     * @param now when it happens
     * @throws GetiException if they are refused; then nothing is changed
     */
    ArrayNode apply(JsonNode before, ObjectNode annotation, String now);
  }

  /**
   * A scene with what is known about its local labels.
   *
   * @param scene the scene
   * @param labels the IDs of local labels and the annotations that each stands for
   */
  private record Current(Optional<ObjectNode> scene, Map<Long, Set<String>> labels) {
    JsonNode annotations() {
      return scene.isPresent() ? scene.get().path("annotations") : Json.array();
    }
  }

  /** The last scene; empty if there never was an annotation. */
  Optional<ObjectNode> latest(GetiProject project, Place place) throws IOException {
    return latest(project, place, annotations.read(place.entity()));
  }

  /** The last scene in an annotation that was read; empty if there never was an annotation. */
  Optional<ObjectNode> latest(GetiProject project, Place place, ObjectNode annotation) {
    return current(project, place, annotation).scene();
  }

  /** A scene of that ID, the last one or one before. */
  Optional<ObjectNode> version(GetiProject project, Place place, String id) throws IOException {
    Optional<ObjectNode> latest = latest(project, place);
    return latest.filter(each -> each.path("id").asText().equals(id)).isPresent()
        ? latest
        : history.find(place, id);
  }

  /** Replaces the annotations of an image or frame; durable when this returns. */
  ObjectNode replace(GetiProject project, Place place, Change change) throws IOException {
    List<ObjectNode> written = new ArrayList<>();
    annotations.update(
        List.of(place.entity()),
        (entity, annotation) -> {
          written.add(replace(project, place, annotation, change));
          return true;
        });
    return written.get(0);
  }

  private ObjectNode replace(
      GetiProject project, Place place, ObjectNode annotation, Change change) {
    Current before = current(project, place, annotation);
    String now = GetiTime.of(Instant.now());
    ArrayNode after = change.apply(before.annotations(), annotation, now);
    before.scene().ifPresent(scene -> history.add(place, scene));
    Set<String> unchanged = unchanged(before.annotations(), after);
    Set<Long> removed = new HashSet<>();
    Set<String> covered = new HashSet<>();
    ObjectNode kept = Json.object();
    before
        .labels()
        .forEach(
            (label, ids) -> {
              if (unchanged.containsAll(ids)) {
                covered.addAll(ids);
                ids.forEach(kept.putArray(Long.toString(label))::add);
              } else {
                removed.add(label);
              }
            });
    List<JsonNode> added = new ArrayList<>();
    for (JsonNode each : after) {
      if (!covered.contains(each.path("id").asText())) {
        added.add(each);
      }
    }
    if (project.firstTask().type().isGlobal()) {
      putTags(project, place.tags(annotation), after);
    } else {
      place.change(annotation, removed, AsLocalLabels.of(project, added));
    }
    ObjectNode scene = Json.object().put("id", GetiId.random()).put("modified", now);
    scene.set("annotations", after);
    ObjectNode stored = scene.deepCopy();
    stored.set(KEPT, kept);
    place.write(annotation, stored.put(LABELS, fingerprint(project, place, annotation)));
    return scene;
  }

  /** The IDs of annotations that are sent again as they were. */
  private static Set<String> unchanged(JsonNode before, JsonNode after) {
    Map<String, JsonNode> byId = new HashMap<>();
    before.forEach(each -> byId.put(each.path("id").asText(), each));
    Set<String> unchanged = new HashSet<>();
    for (JsonNode each : after) {
      JsonNode old = byId.get(each.path("id").asText());
      // By their text: a tree that was read tells 10 and 10.0 apart from one that was made.
      if (old != null
          && old.path("shape").toString().equals(each.path("shape").toString())
          && old.path("labels").toString().equals(each.path("labels").toString())) {
        unchanged.add(each.path("id").asText());
      }
    }
    return unchanged;
  }

  private static void putTags(GetiProject project, ArrayNode tags, JsonNode annotations) {
    ArrayNode others = Json.array();
    Map<String, JsonNode> before = new HashMap<>();
    for (JsonNode each : tags) {
      if (project.labelNamed(each.path("name").asText()).isPresent()) {
        before.put(each.path("name").asText(), each);
      } else {
        others.add(each);
      }
    }
    for (JsonNode label : annotations.path(0).path("labels")) {
      Optional<GetiLabel> known = project.label(label.path("id").asText());
      if (known.isPresent() && !known.get().isEmpty()) {
        String name = known.get().name();
        ObjectNode tag = Json.object().put("name", name);
        if (before.get(name) instanceof ObjectNode old) {
          tag.setAll(old);
        }
        if (takesNumber(project, name)) {
          tag.set("value", label.path("probability"));
        }
        others.add(tag);
      }
    }
    tags.removeAll().addAll(others);
  }

  private static boolean takesNumber(GetiProject project, String tag) {
    for (JsonNode each : project.local().meta().json().path("tags")) {
      if (each.path("name").asText().equals(tag)) {
        return each.path("value_type").asText().equals("any_number");
      }
    }
    return false;
  }

  private Current current(GetiProject project, Place place, ObjectNode annotation) {
    JsonNode written = place.written(annotation);
    if (written.isObject()
        && written.path(LABELS).asText().equals(fingerprint(project, place, annotation))) {
      ObjectNode scene = ((ObjectNode) written).deepCopy();
      Map<Long, Set<String>> labels = labelsOf(place, annotation, scene.path(KEPT));
      scene.remove(List.of(LABELS, KEPT));
      return new Current(Optional.of(scene), labels);
    }
    return derived(project, place, annotation);
  }

  private static Map<Long, Set<String>> labelsOf(
      Place place, ObjectNode annotation, JsonNode kept) {
    Map<Long, Set<String>> labels = new HashMap<>();
    for (ObjectNode label : place.labels(annotation)) {
      long id = label.path("id").asLong();
      Set<String> ids = new HashSet<>();
      kept.path(Long.toString(id)).forEach(each -> ids.add(each.asText()));
      label.path(AsLocalLabels.ANNOTATIONS).forEach(each -> ids.add(each.asText()));
      if (!ids.isEmpty()) {
        labels.put(id, ids);
      }
    }
    return labels;
  }

  private Current derived(GetiProject project, Place place, ObjectNode annotation) {
    String fingerprint = fingerprint(project, place, annotation);
    LocalLabels local = new LocalLabels(project, new StoredShape(project, habit));
    String since = since(place);
    Map<Long, ArrayNode> byLabel =
        local.annotations(place.labels(annotation), place.size(annotation), since);
    ArrayNode all = Json.array();
    Map<Long, Set<String>> labels = new HashMap<>();
    byLabel.forEach(
        (label, made) -> {
          Set<String> ids = new HashSet<>();
          made.forEach(each -> ids.add(each.path("id").asText()));
          labels.put(label, ids);
          all.addAll(made);
        });
    if (project.firstTask().type().isGlobal()) {
      local
          .ofTags(place.entity().id(), place.tags(annotation), place.size(annotation), since)
          .ifPresent(all::add);
    }
    if (all.isEmpty()) {
      return new Current(Optional.empty(), labels);
    }
    String id = GetiId.ofText(place.identifier() + fingerprint);
    ObjectNode scene = Json.object().put("id", id).put("modified", since);
    scene.set("annotations", all);
    return new Current(Optional.of(scene), labels);
  }

  private static String since(Place place) {
    try {
      return GetiTime.of(Instant.ofEpochMilli(place.entity().updatedAtMillis()));
    } catch (IOException e) {
      return GetiTime.of(Instant.EPOCH); // removed just now
    }
  }

  /** What tells whether somebody else changed the labels: all of them without their IDs. */
  private static String fingerprint(GetiProject project, Place place, ObjectNode annotation) {
    ArrayNode seen = Json.array();
    if (project.firstTask().type().isGlobal()) {
      for (JsonNode each : place.tags(annotation)) {
        if (project.labelNamed(each.path("name").asText()).isPresent()) {
          seen.add(each.deepCopy());
        }
      }
    } else {
      place.labels(annotation).forEach(seen::add);
    }
    // A tree that was read from a file spells numbers otherwise than one that was made.
    JsonNode read = Json.read(Json.write(seen));
    removeIds(read);
    return GetiId.ofText(read.toString());
  }

  private static void removeIds(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(List.of("id", "objectId"));
    }
    node.forEach(Scenes::removeIds);
  }
}
