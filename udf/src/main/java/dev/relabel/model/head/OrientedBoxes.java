package dev.relabel.model.head;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Transforms;
import dev.relabel.image.Placement;
import java.util.List;
import java.util.Optional;

/**
 * Boxes turned about their centres, by an angle in radians, clockwise on the picture. They reach
 * beyond the picture where the object does; one that lies outside altogether is left out.
 *
 * @param layout of the table, the first output
 * @param angle which number of an object is its angle
 */
record OrientedBoxes(RowLayout layout, int angle) implements ObjectShapes {

  @Override
  public Optional<OrientedRectangle> of(
      List<OutputSlice> outputs, Candidates found, int index, Placement placement) {
    layout.require(outputs.get(0), angle + 1);
    double turn = layout.at(outputs.get(0), found.row(index), angle);
    if (!Double.isFinite(turn)) {
      return Optional.empty();
    }
    Geometry onPicture =
        Transforms.transformed(
            new OrientedRectangle(
                ((double) found.left(index) + found.right(index)) / 2,
                ((double) found.top(index) + found.bottom(index)) / 2,
                (double) found.right(index) - found.left(index),
                (double) found.bottom(index) - found.top(index),
                turn),
            placement.toPicture());
    OrientedRectangle box =
        onPicture instanceof Polygon skewed // a stretched input makes a parallelogram of it
            ? TurnedBox.around(skewed.exterior()).toGeometry()
            : (OrientedRectangle) onPicture;
    Rectangle bounds = box.bounds();
    boolean isOnPicture =
        bounds.right() > 0
            && bounds.bottom() > 0
            && bounds.left() < placement.pictureWidth()
            && bounds.top() < placement.pictureHeight();
    return isOnPicture ? Optional.of(box) : Optional.empty();
  }

  @Override
  public Overlap overlap(List<OutputSlice> outputs) {
    return new ProbabilisticIou(outputs.get(0), layout, angle);
  }
}
