package dev.relabel.model.views;

import dev.relabel.annotation.Label;
import java.util.List;

/** Makes one list of labels of what several looks at a picture have found. */
interface Joining {

  /** What is kept while more is found, so that it does not grow without bound. */
  default List<Found> bounded(List<Found> found) {
    return found;
  }

  /**
   * The labels of the picture.
   *
   * @param found what was found, clipped to the picture, in no particular order
   * @return best score first
   */
  List<Label> labels(List<Found> found, int pictureWidth, int pictureHeight);
}
