package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalEntity;
import java.util.List;
import java.util.Set;

/**
 * What has a scene, an image or a frame of a video: where its labels are in an annotation of the
 * local project, and the scene that was written last beside them.
 */
sealed interface Place permits ImagePlace, FramePlace {
  /** Key in an annotation of what only this API knows. */
  String KEY = "geti";

  LocalEntity entity();

  /** What annotations and predictions say about it. */
  ObjectNode identifier();

  ImageSize size(ObjectNode annotation);

  /** The scene that was written last; missing if there was none. */
  JsonNode written(ObjectNode annotation);

  void write(ObjectNode annotation, ObjectNode scene);

  /** Copies of its labels, in the form of the wire. */
  List<ObjectNode> labels(ObjectNode annotation);

  /** A copy of a label in the form of the wire; a damaged one as it is. */
  static ObjectNode onWire(ObjectNode label) {
    try {
      return FileCoordinates.toWire(label);
    } catch (IllegalArgumentException e) {
      return label.deepCopy();
    }
  }

  /** Tags of the whole of it. */
  ArrayNode tags(ObjectNode annotation);

  /**
   * Removes labels and adds others.
   *
   * @param removed IDs of labels
   * @param added labels in the form of the wire
   */
  void change(ObjectNode annotation, Set<Long> removed, List<ObjectNode> added);
}
