package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers the labels and tags of an image or video. An ID is the entity's ID in the upper bits and
 * a number counted up per entity in the lower ones, so that a label's entity is known without an
 * index. Labels are the objects of an annotation and, in a video, the figures of its frames.
 *
 * <p>IDs live in the annotation itself. Labels without one, or with one from elsewhere (a project
 * that was downloaded or copied), are numbered by their place, which is the same at every reading
 * until the file is written, and then the numbers are in it. A number is never given twice: where
 * the last one was removed, the file remembers it at {@value #LAST}.
 */
public final class FigureIds {
  /** Key in an annotation file with the largest number that was ever given. */
  static final String LAST = "lastFigureId";

  /**
   * A million labels and tags in the life of an entity; four billion of these stay exact in JSON.
   */
  private static final int NUMBER_BITS = 20;

  private static final long MAX_NUMBER = (1L << NUMBER_BITS) - 1;

  private FigureIds() {}

  /** The ID of the image or video to which a label or tag of this ID belongs, if to any. */
  public static long entityOf(long figureId) {
    return figureId >> NUMBER_BITS;
  }

  /**
   * Gives every label and tag of an annotation an ID of its entity where it has none.
   *
   * @throws LocalProjectException if the entity's numbers are used up
   */
  public static void assign(long entityId, ObjectNode annotation) {
    List<ObjectNode> missing = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    // A file that was copied from another entity brings that one's number along.
    long remembered = annotation.path(LAST).asLong();
    long last = entityOf(remembered) == entityId ? remembered : entityId << NUMBER_BITS;
    for (ObjectNode each : numbered(annotation)) {
      long id = each.path("id").asLong();
      if (entityOf(id) == entityId && seen.add(id)) {
        last = Math.max(last, id);
      } else {
        missing.add(each);
      }
    }
    annotation.put(LAST, last);
    for (ObjectNode each : missing) {
      each.put("id", next(entityId, annotation));
    }
  }

  /**
   * The next ID in an annotation that was {@linkplain #assign given} all others, for what is not to
   * be numbered by its place.
   *
   * @throws LocalProjectException if the entity's numbers are used up
   */
  public static long next(long entityId, ObjectNode annotation) {
    long last = annotation.path(LAST).asLong();
    if ((last & MAX_NUMBER) == MAX_NUMBER) {
      throw new LocalProjectException(
          "Entity %s has been given %s labels and takes no more".formatted(entityId, MAX_NUMBER),
          null);
    }
    annotation.put(LAST, last + 1);
    return last + 1;
  }

  /** Takes out of an annotation what only the file needs. */
  public static void hideBookkeeping(ObjectNode annotation) {
    annotation.remove(LAST);
  }

  /** Takes {@link #LAST} out where the labels show it, or where nothing was ever numbered. */
  static void tidy(ObjectNode annotation) {
    long last = annotation.path(LAST).asLong();
    if ((last & MAX_NUMBER) == 0) {
      annotation.remove(LAST);
      return;
    }
    for (ObjectNode each : numbered(annotation)) {
      if (each.path("id").asLong() == last) {
        annotation.remove(LAST);
        return;
      }
    }
  }

  private static List<ObjectNode> numbered(ObjectNode annotation) {
    List<ObjectNode> all = new ArrayList<>();
    addObjects(annotation.path("objects"), all);
    addObjects(annotation.path("tags"), all);
    addTagsOf(annotation.path("objects"), all);
    for (JsonNode frame : annotation.path("frames")) {
      addObjects(frame.path("figures"), all);
      addTagsOf(frame.path("figures"), all);
    }
    return all;
  }

  private static void addTagsOf(JsonNode labels, List<ObjectNode> to) {
    for (JsonNode label : labels) {
      addObjects(label.path("tags"), to);
    }
  }

  private static void addObjects(JsonNode list, List<ObjectNode> to) {
    for (JsonNode each : list) {
      if (each instanceof ObjectNode object) {
        to.add(object);
      }
    }
  }
}
