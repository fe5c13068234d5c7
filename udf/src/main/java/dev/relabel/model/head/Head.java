package dev.relabel.model.head;

import dev.relabel.annotation.Label;
import dev.relabel.image.Placement;
import java.util.List;

/** Turns what a model says about one image into labels. Immutable, safe for several threads. */
public interface Head {

  /**
   * Decodes one image.
   *
   * @param outputs what the outputs of {@link HeadChoice#outputs()} say about it, in that order
   * @param placement where the picture lies in the input
   * @return labels in pixels of the upright picture, clipped to it, best score first
   * @throws dev.relabel.model.ModelException if the numbers do not fit the head or the class names
   */
  List<Label> labels(List<OutputSlice> outputs, Placement placement);
}
