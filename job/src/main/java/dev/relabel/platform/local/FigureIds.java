package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers the labels and tags of an image. An ID is the image's ID in the upper bits and a number
 * counted up per image in the lower ones, so that a label's image is known without an index.
 *
 * <p>IDs live in the annotation itself. Labels without one, or with one from elsewhere (a project
 * that was downloaded or copied), are numbered by their place, which is the same at every reading
 * until the file is written, and then the numbers are in it. A number is never given twice: where
 * the last one was removed, the file remembers it at {@value #LAST}.
 */
public final class FigureIds {
  /** Key in an annotation file with the largest number that was ever given. */
  static final String LAST = "lastFigureId";

  /** A million labels and tags in the life of an image; four billion images stay exact in JSON. */
  private static final int NUMBER_BITS = 20;

  private static final long MAX_NUMBER = (1L << NUMBER_BITS) - 1;

  private FigureIds() {}

  /** The ID of the image to which a label or tag of this ID belongs, if to any. */
  public static long imageOf(long figureId) {
    return figureId >> NUMBER_BITS;
  }

  /**
   * Gives every label and tag of an annotation an ID of the image where it has none.
   *
   * @throws LocalProjectException if the image's numbers are used up
   */
  public static void assign(long imageId, ObjectNode annotation) {
    List<ObjectNode> missing = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    // A file that was copied from another image brings that one's number along.
    long remembered = annotation.path(LAST).asLong();
    long last = imageOf(remembered) == imageId ? remembered : imageId << NUMBER_BITS;
    for (ObjectNode each : numbered(annotation)) {
      long id = each.path("id").asLong();
      if (imageOf(id) == imageId && seen.add(id)) {
        last = Math.max(last, id);
      } else {
        missing.add(each);
      }
    }
    for (ObjectNode each : missing) {
      if ((last & MAX_NUMBER) == MAX_NUMBER) {
        throw new LocalProjectException(
            "Image %s has been given %s labels and takes no more".formatted(imageId, MAX_NUMBER),
            null);
      }
      each.put("id", ++last);
    }
    annotation.put(LAST, last);
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
    for (JsonNode label : annotation.path("objects")) {
      addObjects(label.path("tags"), all);
    }
    return all;
  }

  private static void addObjects(JsonNode list, List<ObjectNode> to) {
    for (JsonNode each : list) {
      if (each instanceof ObjectNode object) {
        to.add(object);
      }
    }
  }
}
