package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.geti.GetiSettings.Rectangles;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.ImageSize;
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

  /** The last scene; empty if there never was an annotation. */
  Optional<ObjectNode> latest(GetiProject project, Place place) throws IOException {
    return latest(project, place, annotations.read(place.entity()));
  }

  /** The last scene in an annotation that was read; empty if there never was an annotation. */
  Optional<ObjectNode> latest(GetiProject project, Place place, ObjectNode annotation) {
    return CurrentScene.of(project, place, annotation, habit).scene();
  }

  /** The size of an image or frame. */
  ImageSize size(Place place) throws IOException {
    return place.size(annotations.read(place.entity()));
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
    CurrentScene before = CurrentScene.of(project, place, annotation, habit);
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
      ImageTags.put(project, place.tags(annotation), after);
    } else {
      place.change(annotation, removed, AsLocalLabels.of(project, added, before.labels()));
    }
    ObjectNode scene = Json.object().put("id", GetiId.random()).put("modified", now);
    scene.set("annotations", after);
    CurrentScene.write(project, place, annotation, scene, kept);
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
}
