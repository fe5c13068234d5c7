package dev.relabel.model.head;

import dev.relabel.image.Placement;
import dev.relabel.model.ModelException;
import java.util.List;

/**
 * YOLOv10, YOLO26 and Ultralytics exports with suppression inside: [K, 6+], columns are x1, y1, x2,
 * y2 in input pixels (of turned boxes centre x and y, width, height), score, class as a float.
 * Unused rows are zero. Further columns (mask coefficients, keypoints, angle) belong to the shapes.
 * Source: ultralytics/nn/modules/head.py.
 */
record EndToEndDecoder(Corners corners) implements BoxDecoder {

  /** What the first four columns are. */
  enum Corners {
    /** x1, y1, x2, y2. */
    TWO,
    /** Centre x and y, width, height. */
    CENTRE_AND_SIZE
  }

  @Override
  public void collect(
      List<OutputSlice> outputs, Placement placement, double confidence, Candidates found) {
    OutputSlice rows = outputs.get(0);
    rows.require(1, 6);
    int columns = rows.dim(1);
    for (int k = 0; k < rows.dim(0); k++) {
      int row = k * columns;
      float score = rows.at(row + 4);
      if (score >= confidence) {
        float classIndex = rows.at(row + 5);
        if (classIndex != Math.rint(classIndex)) {
          throw new ModelException(
              ("Column 5 holds %s where an end-to-end model puts a class index. The model has"
                      + " another head; set it with --settings '{\"head\": …}'.")
                  .formatted(classIndex));
        }
        add(rows, row, score, (int) classIndex, k, found);
      }
    }
  }

  private void add(OutputSlice rows, int at, float score, int classIndex, int k, Candidates found) {
    float a = rows.at(at);
    float b = rows.at(at + 1);
    float c = rows.at(at + 2);
    float d = rows.at(at + 3);
    if (corners == Corners.TWO) {
      found.add(a, b, c, d, score, classIndex, k);
    } else {
      found.add(a - c / 2, b - d / 2, a + c / 2, b + d / 2, score, classIndex, k);
    }
  }
}
