package dev.relabel.model.head;

import dev.relabel.image.Placement;
import dev.relabel.model.ModelException;
import java.util.List;

/**
 * YOLOv10, YOLO26 and Ultralytics exports with suppression inside: [K, 6+], columns are x1, y1, x2,
 * y2 in input pixels, score, class as a float. Unused rows are zero. Further columns are not read.
 * Source: ultralytics/nn/modules/head.py.
 */
record EndToEndDecoder() implements BoxDecoder {

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
        found.add(
            rows.at(row),
            rows.at(row + 1),
            rows.at(row + 2),
            rows.at(row + 3),
            score,
            (int) classIndex,
            k);
      }
    }
  }
}
