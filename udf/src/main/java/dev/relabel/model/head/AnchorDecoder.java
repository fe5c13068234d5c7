package dev.relabel.model.head;

import dev.relabel.image.Placement;
import java.util.Arrays;
import java.util.List;

/**
 * YOLOv8, v9, v11 and v12 as Ultralytics export them: [4+C, A], rows are centre x, centre y, width,
 * height in input pixels, then one score per class, sigmoid done, no objectness. Further rows (mask
 * coefficients, keypoints) are not read. Source: ultralytics/nn/modules/head.py.
 *
 * @param classes number of classes
 * @param which which classes of a box count
 */
record AnchorDecoder(int classes, Classes which) implements BoxDecoder {

  @Override
  public void collect(
      List<OutputSlice> outputs, Placement placement, double confidence, Candidates found) {
    OutputSlice rows = outputs.get(0);
    rows.require(0, 4 + classes);
    rows.require(1, 0);
    int anchors = rows.dim(1);
    // Row by row instead of anchor by anchor, because that is how the numbers lie in memory.
    float[] best = new float[anchors];
    int[] bestClass = new int[anchors];
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < classes; c++) {
      int row = (4 + c) * anchors;
      for (int a = 0; a < anchors; a++) {
        float score = rows.at(row + a);
        if (which == Classes.ALL && score >= confidence) {
          add(rows, a, score, c, found);
        } else if (score > best[a]) {
          best[a] = score;
          bestClass[a] = c;
        }
      }
    }
    for (int a = 0; a < anchors; a++) {
      if (best[a] >= confidence) {
        add(rows, a, best[a], bestClass[a], found);
      }
    }
  }

  private static void add(
      OutputSlice rows, int anchor, float score, int classIndex, Candidates found) {
    int anchors = rows.dim(1);
    float x = rows.at(anchor);
    float y = rows.at(anchors + anchor);
    float halfWidth = rows.at(2 * anchors + anchor) / 2;
    float halfHeight = rows.at(3 * anchors + anchor) / 2;
    found.add(
        x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, classIndex, anchor);
  }
}
