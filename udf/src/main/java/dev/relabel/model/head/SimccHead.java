package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Point;
import dev.relabel.image.Placement;
import java.util.ArrayList;
import java.util.List;

/**
 * Keypoints as two rows of numbers each, one along x and one along y, whose largest tell where it
 * is: SimCC of MMPose's RTMPose and of Geti/OTX. For one object that fills the picture.
 *
 * <p>A keypoint's score is the smaller one of its two largest numbers (mmpose
 * codecs/utils/post_processing.py, get_simcc_maximum); the object's is their mean.
 *
 * @param names of the keypoints, in order
 * @param threshold lowest score of a keypoint that counts as seen
 * @param confidence lowest score of the label
 * @param classes the object's name, and whether it is wanted
 */
record SimccHead(List<String> names, double threshold, double confidence, ClassFilter classes)
    implements Head {

  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    OutputSlice across = outputs.get(0);
    OutputSlice down = outputs.get(1);
    across.require(0, names.size());
    down.require(0, names.size());
    across.require(1, 1);
    down.require(1, 1);
    Affine toPicture = placement.toPicture();
    double xStep = (double) placement.inputWidth() / across.dim(1);
    double yStep = (double) placement.inputHeight() / down.dim(1);
    List<Keypoints.Node> nodes = new ArrayList<>();
    double sum = 0;
    for (int k = 0; k < names.size(); k++) {
      int x = largest(across, k);
      int y = largest(down, k);
      float score = Math.min(across.at(k * across.dim(1) + x), down.at(k * down.dim(1) + y));
      if (score > 0) { // NaN never is; MMPose leaves out what nothing speaks for
        sum += Math.min(1, score);
        nodes.add(
            new Keypoints.Node(
                names.get(k),
                new Point(toPicture.x(x * xStep, y * yStep), toPicture.y(x * xStep, y * yStep)),
                score >= threshold));
      }
    }
    double mean = sum / names.size();
    if (nodes.isEmpty() || mean < confidence || !classes.keeps(0)) {
      return List.of();
    }
    return new Keypoints(nodes)
        .clipped(placement.pictureWidth(), placement.pictureHeight())
        .map(shown -> List.of(Label.predicted(classes.name(0), shown, mean)))
        .orElse(List.of());
  }

  private static int largest(OutputSlice rows, int row) {
    int length = rows.dim(1);
    int best = 0;
    for (int i = 1; i < length; i++) {
      best = rows.at(row * length + i) > rows.at(row * length + best) ? i : best;
    }
    return best;
  }
}
