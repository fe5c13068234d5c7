package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Scenes that are not the last ones any more, as long as the server runs. Thread-safe. */
final class SceneHistory {
  /** Bounds the memory; those written longest ago are forgotten first. */
  private static final int MOST = 20_000;

  private final int versions;
  private final Map<String, Deque<ObjectNode>> byPlace = new LinkedHashMap<>();
  private int count;

  /**
   * @param versions how many a place has, the last one included
   */
  SceneHistory(int versions) {
    this.versions = versions;
  }

  /** Keeps a scene that is being replaced. */
  synchronized void add(Place place, ObjectNode scene) {
    Deque<ObjectNode> scenes = byPlace.remove(key(place));
    if (scenes == null) {
      scenes = new ArrayDeque<>();
    }
    byPlace.put(key(place), scenes); // at the end: written last
    scenes.addLast(scene);
    count++;
    while (scenes.size() > versions - 1) {
      scenes.removeFirst();
      count--;
    }
    Iterator<Deque<ObjectNode>> oldest = byPlace.values().iterator();
    while (count > MOST && oldest.hasNext()) {
      count -= oldest.next().size();
      oldest.remove();
    }
  }

  /** The scene of that ID, if it was one of the place. */
  synchronized Optional<ObjectNode> find(Place place, String id) {
    Deque<ObjectNode> scenes = byPlace.getOrDefault(key(place), new ArrayDeque<>());
    return scenes.stream().filter(each -> each.path("id").asText().equals(id)).findFirst();
  }

  private static String key(Place place) {
    return place.identifier().toString();
  }
}
