package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Point;
import dev.relabel.image.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keypoints in pixels of the input, two or three numbers each: x, y and, with three, how visible it
 * is (0–1). Those beyond the picture are left out.
 *
 * @param layout of the table, the first output
 * @param first which number of an object is the x of its first keypoint
 * @param names of the keypoints, in order
 * @param values numbers of each, 2 or 3
 * @param threshold lowest visibility of one that counts as seen
 */
record KeypointShapes(RowLayout layout, int first, List<String> names, int values, double threshold)
    implements ObjectShapes {

  @Override
  public Optional<Geometry> of(
      List<OutputSlice> outputs, Candidates found, int index, Placement placement) {
    OutputSlice table = outputs.get(0);
    layout.require(table, first + names.size() * values);
    Affine toPicture = placement.toPicture();
    List<Keypoints.Node> nodes = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      int at = first + k * values;
      double x = layout.at(table, found.row(index), at);
      double y = layout.at(table, found.row(index), at + 1);
      boolean isSeen = values == 2 || layout.at(table, found.row(index), at + 2) >= threshold;
      if (Double.isFinite(x) && Double.isFinite(y)) {
        nodes.add(
            new Keypoints.Node(
                names.get(k), new Point(toPicture.x(x, y), toPicture.y(x, y)), isSeen));
      }
    }
    return nodes.isEmpty()
        ? Optional.empty()
        : new Keypoints(nodes).clipped(placement.pictureWidth(), placement.pictureHeight());
  }
}
