package dev.relabel.model.head;

/**
 * What a model says about the class of each pixel, on the coarse map that it puts out. Confined to
 * the thread that decodes the image.
 */
interface PixelClasses {
  int width();

  int height();

  /** The class at a position in cells of the map, the origin at its outer corner; −1 for none. */
  int at(double u, double v);

  /** How sure the model is of a class: the mean of its probability over the cells that have it. */
  double score(int classIndex);
}
