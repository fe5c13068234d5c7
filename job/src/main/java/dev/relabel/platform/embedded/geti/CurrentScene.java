package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.geti.GetiSettings.Rectangles;
import dev.relabel.platform.format.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The last scene of an image or frame: the one that was written beside its labels if these are
 * still those that it stands for, else one made of the labels.
 *
 * @param scene empty if there never was an annotation
 * @param labels the IDs of local labels and the annotations that each stands for
 */
record CurrentScene(Optional<ObjectNode> scene, Map<Long, Set<String>> labels) {
  /** Key in a stored scene: what the labels looked like that it stands for. */
  private static final String LABELS = "labels";

  /** Key in a stored scene: labels that were there before, and which annotations they are. */
  private static final String KEPT = "kept";

  /** The scene in an annotation of the local project. */
  static CurrentScene of(
      GetiProject project, Place place, ObjectNode annotation, Rectangles habit) {
    JsonNode written = place.written(annotation);
    if (written.isObject()
        && written.path(LABELS).asText().equals(fingerprint(project, place, annotation))) {
      ObjectNode scene = ((ObjectNode) written).deepCopy();
      Map<Long, Set<String>> labels = labelsOf(place, annotation, scene.path(KEPT));
      scene.remove(List.of(LABELS, KEPT));
      return new CurrentScene(Optional.of(scene), labels);
    }
    return derived(project, place, annotation, habit);
  }

  /**
   * Writes a scene beside the labels that stand for it.
   *
   * @param kept the annotations of labels that were there before, by the labels' IDs
   */
  static void write(
      GetiProject project, Place place, ObjectNode annotation, ObjectNode scene, ObjectNode kept) {
    ObjectNode stored = scene.deepCopy();
    stored.set(KEPT, kept);
    place.write(annotation, stored.put(LABELS, fingerprint(project, place, annotation)));
  }

  JsonNode annotations() {
    return scene.isPresent() ? scene.get().path("annotations") : Json.array();
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

  private static CurrentScene derived(
      GetiProject project, Place place, ObjectNode annotation, Rectangles habit) {
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
      return new CurrentScene(Optional.empty(), labels);
    }
    String id = GetiId.ofText(place.identifier() + fingerprint);
    ObjectNode scene = Json.object().put("id", id).put("modified", since);
    scene.set("annotations", all);
    return new CurrentScene(Optional.of(scene), labels);
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
    node.forEach(CurrentScene::removeIds);
  }
}
