package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Annotations of images, as JSON in file form (fact sheet, 3.1 and 3.7). Nothing is kept in memory.
 *
 * <p>Safe for use by several threads: a reader sees the old or the new annotation; writers of one
 * image wait for each other, so that none overwrites what another added.
 */
public final class Annotations {
  /** Images share locks; more of them only means fewer accidental waits. */
  private static final int LOCKS = 1024;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

  Annotations() {}

  /** A change of one image's annotation. */
  @FunctionalInterface
  public interface Edit {
    /**
     * Changes the annotation in place. Labels and tags without an {@code id} get one afterwards.
     *
     * @return whether anything changed; if not, the file stays as it is
     */
    boolean apply(LocalImage image, ObjectNode annotation);
  }

  /**
   * The annotation of an image, with {@code size}, {@code tags}, {@code objects} and the IDs of all
   * labels and tags filled in; an empty one where there is no file.
   *
   * @throws LocalProjectException if the file is damaged
   */
  public ObjectNode read(LocalImage image) throws IOException {
    Path file = image.annotationFileToRead();
    ObjectNode annotation =
        Files.exists(file) ? JsonFile.readObject(file) : JsonFile.JSON.createObjectNode();
    if (!(annotation.get("tags") instanceof ArrayNode)) {
      annotation.putArray("tags");
    }
    if (!(annotation.get("objects") instanceof ArrayNode)) {
      annotation.putArray("objects");
    }
    for (JsonNode each : annotation.path("objects")) {
      if (!each.isObject()) {
        throw new LocalProjectException(
            "%s holds a label that is no JSON object. Repair or remove the file.".formatted(file),
            null);
      }
    }
    if (!sizeOf(annotation).isKnown()) {
      putSize(annotation, ImageSize.inHeaderOf(image.file()));
    }
    FigureIds.assign(image.id(), annotation);
    return annotation;
  }

  /** An annotation with the image's size and no labels, whatever its file holds. */
  public ObjectNode withoutLabels(LocalImage image) throws IOException {
    return empty(ImageSize.inHeaderOf(image.file()));
  }

  /** The image size that an annotation states. */
  public static ImageSize sizeOf(ObjectNode annotation) {
    return new ImageSize(
        annotation.path("size").path("width").asInt(),
        annotation.path("size").path("height").asInt());
  }

  private static void putSize(ObjectNode annotation, ImageSize size) {
    annotation.putObject("size").put("height", size.height()).put("width", size.width());
  }

  /** An annotation without labels. */
  static ObjectNode empty(ImageSize size) {
    ObjectNode annotation = JsonFile.JSON.createObjectNode().put("description", "");
    putSize(annotation, size);
    annotation.putArray("tags");
    annotation.putArray("objects");
    return annotation;
  }

  /**
   * Changes the annotations of images of one project; durable when this returns. Each image has its
   * old or its new annotation, whatever happens; if an edit throws, nothing is changed.
   */
  public void update(Collection<LocalImage> images, Edit edit) throws IOException {
    Set<LocalImage> distinct = new LinkedHashSet<>(images);
    if (distinct.isEmpty()) {
      return;
    }
    Path temporary = distinct.iterator().next().dataset().project().temporaryDirectory();
    Set<Integer> held = lock(distinct);
    try (DurableFiles files = new DurableFiles(temporary)) {
      for (LocalImage image : distinct) {
        ObjectNode annotation = read(image);
        if (edit.apply(image, annotation)) {
          FigureIds.assign(image.id(), annotation);
          FigureIds.tidy(annotation);
          files.stage(image.annotationFile(), JsonFile.bytes(annotation));
        }
      }
      files.commit();
    } finally {
      held.forEach(index -> locks[index].unlock());
    }
  }

  /** Locks all images, in one order for everybody so that no two callers wait for each other. */
  private Set<Integer> lock(Collection<LocalImage> images) {
    Set<Integer> indexes = new TreeSet<>();
    images.forEach(image -> indexes.add(Math.floorMod(Long.hashCode(image.id()), LOCKS)));
    indexes.forEach(index -> locks[index].lock());
    return indexes;
  }
}
