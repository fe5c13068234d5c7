package dev.relabel.model.views;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Rectangle;
import java.util.Optional;

/**
 * A label that was found in one look.
 *
 * @param label in pixels of the picture
 * @param view the look
 * @param number the look's number among those of the picture, from 0
 */
record Found(Label label, View view, int number) {

  double score() {
    return label.score().orElse(1);
  }

  Rectangle bounds() {
    return label.geometry().bounds();
  }

  /** What overlaps are measured on: the shape, or the box around one without an area. */
  Geometry measured() {
    Geometry shape = label.geometry();
    if (shape instanceof OrientedRectangle box) {
      return Conversions.toPolygon(box); // can be clipped
    }
    return shape.kind().hasArea() ? shape : shape.bounds();
  }

  /** The part of it that another look shows too; empty when there is none. */
  Optional<Geometry> shownBy(View other) {
    return view.shared(other).flatMap(part -> clipped(measured(), part));
  }

  /** The part of a shape in a box with whole pixels. */
  static Optional<Geometry> clipped(Geometry shape, Rectangle box) {
    return shape
        .transformed(Affine.scaleThenShift(1, 1, -box.left(), -box.top()))
        .clipped(box.width(), box.height())
        .map(part -> part.transformed(Affine.scaleThenShift(1, 1, box.left(), box.top())));
  }
}
