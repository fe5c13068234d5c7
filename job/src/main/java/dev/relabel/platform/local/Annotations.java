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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Annotations of images and videos, as JSON in file form (fact sheet, 3.1, 3.6 and 3.7). Nothing is
 * kept in memory.
 *
 * <p>Safe for use by several threads: a reader sees the old or the new annotation; writers of one
 * entity wait for each other, so that none overwrites what another added.
 */
public final class Annotations {
  private static final Logger LOG = LoggerFactory.getLogger(Annotations.class);

  /** Entities share locks; more of them only means fewer accidental waits. */
  private static final int LOCKS = 1024;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

  Annotations() {}

  /** A change of one entity's annotation. */
  @FunctionalInterface
  public interface Edit<E extends LocalEntity> {
    /**
     * Changes the annotation in place. Labels and tags without an {@code id} get one afterwards.
     *
     * @return whether anything changed; if not, the file stays as it is
     */
    boolean apply(E entity, ObjectNode annotation);
  }

  /**
   * The annotation of an image or video, with {@code tags}, {@code objects} and the IDs of all
   * labels and tags filled in; an empty one where there is no file. That of an image has a {@code
   * size}, that of a video {@code frames}, whose figures name their objects by {@code objectId}.
   *
   * @throws LocalProjectException if the file is damaged
   */
  public ObjectNode read(LocalEntity entity) throws IOException {
    Path file = entity.annotationFileToRead();
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
    entity.complete(annotation);
    ObjectLinks links = ObjectLinks.of(annotation, file);
    FigureIds.assign(entity.id(), annotation);
    links.write();
    return annotation;
  }

  /**
   * As {@link #read}; an image whose annotation is damaged has no labels, so that it can be listed.
   */
  public ObjectNode readable(LocalImage image) throws IOException {
    try {
      return read(image);
    } catch (LocalProjectException e) {
      LOG.warn("Image {} is listed without labels: {}", image.id(), e.getMessage());
      return empty(ImageSize.inHeaderOf(image.file()));
    }
  }

  /** The image size that an annotation states. */
  public static ImageSize sizeOf(ObjectNode annotation) {
    return new ImageSize(
        annotation.path("size").path("width").asInt(),
        annotation.path("size").path("height").asInt());
  }

  static void putSize(ObjectNode annotation, ImageSize size) {
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
   * Changes the annotations of entities of one project; durable when this returns. Each has its old
   * or its new annotation, whatever happens; if an edit throws, nothing is changed.
   */
  public <E extends LocalEntity> void update(Collection<E> entities, Edit<E> edit)
      throws IOException {
    Set<E> distinct = new LinkedHashSet<>(entities);
    if (distinct.isEmpty()) {
      return;
    }
    Path temporary = distinct.iterator().next().dataset().project().temporaryDirectory();
    Set<Integer> held = lock(distinct);
    try (DurableFiles files = new DurableFiles(temporary)) {
      for (E entity : distinct) {
        ObjectNode annotation = read(entity);
        if (edit.apply(entity, annotation)) {
          FigureIds.assign(entity.id(), annotation);
          FigureIds.tidy(annotation);
          files.stage(entity.annotationFile(), JsonFile.bytes(annotation));
        }
      }
      files.commit();
    } finally {
      held.forEach(index -> locks[index].unlock());
    }
  }

  /** Locks all entities, in one order for everybody so that no two callers wait for each other. */
  private Set<Integer> lock(Collection<? extends LocalEntity> entities) {
    Set<Integer> indexes = new TreeSet<>();
    entities.forEach(each -> indexes.add(Math.floorMod(Long.hashCode(each.id()), LOCKS)));
    indexes.forEach(index -> locks[index].lock());
    return indexes;
  }
}
