package dev.relabel.model.head;

import dev.relabel.image.Placement;
import java.util.List;

/**
 * Heads that list a row of numbers for each detection: class, score and the two corners of the box.
 *
 * <table>
 * <caption>Which columns hold what</caption>
 * <tr><th>family</th><th>columns</th><th>box</th><th>padding</th></tr>
 * <tr><td>PaddleDetection (deploy/third_engine/onnx/infer.py)</td><td>class score x1 y1 x2 y2</td>
 * <td>pixels of the input</td><td>class −1</td></tr>
 * <tr><td>OpenVINO SSD (model_api, models/utils.py)</td>
 * <td>image class score x1 y1 x2 y2</td><td>normalised</td><td>image −1 ends the list</td></tr>
 * </table>
 *
 * @param columns which of them
 */
record ScoredRowsDecoder(Columns columns) implements BoxDecoder {

  /** Which columns hold what. */
  enum Columns {
    PADDLE,
    OPENVINO
  }

  @Override
  public void collect(
      List<OutputSlice> outputs, Placement placement, double confidence, Candidates found) {
    OutputSlice rows = outputs.get(0);
    int first = columns == Columns.OPENVINO ? 1 : 0;
    int width = first + 6;
    rows.require(rows.rank() - 1, width);
    int step = rows.dim(rows.rank() - 1);
    int count = rows.dim(rows.rank() - 2);
    float scaleX = columns == Columns.OPENVINO ? placement.inputWidth() : 1;
    float scaleY = columns == Columns.OPENVINO ? placement.inputHeight() : 1;
    for (int k = 0; k < count; k++) {
      int at = k * step;
      if (columns == Columns.OPENVINO && rows.at(at) < 0) {
        return;
      }
      float classIndex = rows.at(at + first);
      float score = rows.at(at + first + 1);
      if (score >= confidence && classIndex >= 0) {
        found.add(
            rows.at(at + first + 2) * scaleX,
            rows.at(at + first + 3) * scaleY,
            rows.at(at + first + 4) * scaleX,
            rows.at(at + first + 5) * scaleY,
            score,
            Math.round(classIndex),
            k);
      }
    }
  }
}
