package dev.relabel.platform.geti.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Everything on one image or frame at one time.
 *
 * @param id changes with every write; empty in predictions
 * @param modified when it was written, as the server says it; predictions of a running model spell
 *     it otherwise than stored scenes
 * @param annotations those that we understand
 * @param foreign the others as they came: a write has to send them again, or they are lost
 * @param toRevisit the IDs of labels for which somebody is to look at all of it again
 */
public record Scene(
    Optional<String> id,
    Optional<String> modified,
    List<LabelledShape> annotations,
    List<ObjectNode> foreign,
    List<String> toRevisit) {
  /** What a medium has that was never annotated. */
  public static final Scene EMPTY =
      new Scene(Optional.empty(), Optional.empty(), List.of(), List.of());

  public Scene {
    annotations = List.copyOf(annotations);
    foreign = List.copyOf(foreign);
    toRevisit = List.copyOf(toRevisit);
  }

  /** One that nobody is to look at again. */
  public Scene(
      Optional<String> id,
      Optional<String> modified,
      List<LabelledShape> annotations,
      List<ObjectNode> foreign) {
    this(id, modified, annotations, foreign, List.of());
  }
}
