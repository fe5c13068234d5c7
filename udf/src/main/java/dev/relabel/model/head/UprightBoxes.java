package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Placement;
import java.util.List;
import java.util.Optional;

/** Objects that are their boxes. */
record UprightBoxes() implements ObjectShapes {
  @Override
  public Optional<Rectangle> of(
      List<OutputSlice> outputs, Candidates found, int index, Placement placement) {
    Affine toPicture = placement.toPicture();
    double left = toPicture.x(found.left(index), found.top(index));
    double top = toPicture.y(found.left(index), found.top(index));
    double right = toPicture.x(found.right(index), found.bottom(index));
    double bottom = toPicture.y(found.right(index), found.bottom(index));
    return Clip.box(left, top, right, bottom, placement.pictureWidth(), placement.pictureHeight());
  }
}
