package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.LocalEntity;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalVideo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The figures in one annotation. Confined to a thread. */
sealed interface Figures permits Figures.OfImage, VideoAnnotation {
  /** Those in an annotation as {@link Annotations} gives it, to be read or removed. */
  static Figures of(LocalEntity entity, ObjectNode annotation) {
    return of(entity, annotation, VideoFacts.NONE);
  }

  /**
   * Those in an annotation.
   *
   * @param facts of the video, if it is one
   */
  static Figures of(LocalEntity entity, ObjectNode annotation, VideoFacts facts) {
    return entity instanceof LocalVideo video
        ? new VideoAnnotation(video, annotation, facts)
        : new OfImage((LocalImage) entity, annotation);
  }

  /** All of them: those of a video in the order of their IDs, labels of an image in their own. */
  List<Figure> figures();

  /**
   * Adds one that a client sent.
   *
   * @return the figure in file form, whose ID is known once the annotation is stored
   * @throws ApiException if it is refused
   */
  ObjectNode add(JsonNode sent, IncomingLabel rules);

  /** Removes those of these IDs; whether there were any. */
  boolean remove(Set<Long> ids);

  /** Brings the annotation up to date with what was added and removed. */
  void write();

  /** Removes what is not wanted from a list; whether there was any. */
  static boolean removeFrom(ArrayNode list, Predicate<JsonNode> unwanted) {
    List<JsonNode> kept = new ArrayList<>();
    list.forEach(kept::add);
    boolean isChange = kept.removeIf(unwanted);
    list.removeAll().addAll(kept);
    return isChange;
  }

  /**
   * The labels of an image.
   *
   * @param image the image
   * @param annotation its annotation in file form
   */
  record OfImage(LocalImage image, ObjectNode annotation) implements Figures {
    @Override
    public List<Figure> figures() {
      List<Figure> all = new ArrayList<>();
      for (JsonNode each : annotation.path("objects")) {
        all.add(new Figure.OfImage(image, (ObjectNode) each, Annotations.sizeOf(annotation)));
      }
      return all;
    }

    @Override
    public ObjectNode add(JsonNode sent, IncomingLabel rules) {
      ObjectNode label = rules.toFile(sent, Annotations.sizeOf(annotation));
      label.remove("id");
      annotation.withArray("objects").add(label);
      return label;
    }

    @Override
    public boolean remove(Set<Long> ids) {
      return removeFrom(
          annotation.withArray("objects"), each -> ids.contains(each.path("id").asLong()));
    }

    @Override
    public void write() {}
  }
}
