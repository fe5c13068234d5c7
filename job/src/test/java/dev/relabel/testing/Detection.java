package dev.relabel.testing;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;

/**
 * A box on a photo, predicted or true.
 *
 * @param image the photo's file name
 * @param className its class
 * @param box where
 * @param score how sure, 1 for what people have drawn
 * @param crowd whether it stands for many objects that nobody counted
 */
public record Detection(
    String image, String className, Rectangle box, double score, boolean crowd) {

  /** A label that a model made, on this photo. */
  public static Detection of(String image, Label label) {
    return new Detection(
        image,
        label.className(),
        (Rectangle) label.geometry(),
        label.score().orElseThrow(),
        /* crowd= */ false);
  }

  /** The intersection's share of the union with another box. */
  double iou(Rectangle other) {
    double shared = shared(other);
    return shared / (box.area() + other.area() - shared);
  }

  /** The area shared with another box, in pixels. */
  double shared(Rectangle other) {
    double width = Math.min(box.right(), other.right()) - Math.max(box.left(), other.left());
    double height = Math.min(box.bottom(), other.bottom()) - Math.max(box.top(), other.top());
    return Math.max(0, width) * Math.max(0, height);
  }

  /** Whether both are of one class on one photo. */
  boolean isComparableTo(Detection other) {
    return image.equals(other.image) && className.equals(other.className);
  }
}
