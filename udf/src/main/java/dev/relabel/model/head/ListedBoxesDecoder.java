package dev.relabel.model.head;

import dev.relabel.image.Placement;
import dev.relabel.model.BoxSpace;
import java.util.List;

/**
 * Heads that list their detections: boxes, labels and scores in outputs of their own.
 *
 * <table>
 * <caption>Which columns hold what</caption>
 * <tr><th>family</th><th>box</th><th>score</th><th>count</th></tr>
 * <tr><td>RT-DETR, D-FINE (tools/export_onnx.py)</td><td>x1 y1 x2 y2</td><td>own</td><td>–</td></tr>
 * <tr><td>TensorFlow Object Detection (exporter_lib_v2.py)</td><td>y1 x1 y2 x2</td><td>own</td>
 * <td>own</td></tr>
 * <tr><td>OTX, MMDeploy (object_detection_model.py)</td><td>x1 y1 x2 y2</td><td>box column 4</td>
 * <td>–</td></tr>
 * </table>
 *
 * @param layout order of the coordinates and place of the score
 * @param space what the coordinates refer to
 */
record ListedBoxesDecoder(Columns layout, BoxSpace space) implements BoxDecoder {

  /** Order of the coordinates and place of the score. */
  enum Columns {
    /** Outputs: boxes [K,4], labels [K], scores [K]. */
    XYXY,
    /** Outputs: boxes [K,4], labels [K], scores [K], and optionally how many of them count. */
    YXYX,
    /** Outputs: boxes [K,5] with the score last, labels [K]; label −1 is padding. */
    XYXY_SCORE
  }

  @Override
  public void collect(
      List<OutputSlice> outputs, Placement placement, double confidence, Candidates found) {
    OutputSlice boxes = outputs.get(0);
    OutputSlice labels = outputs.get(1);
    boxes.require(1, layout == Columns.XYXY_SCORE ? 5 : 4);
    int columns = boxes.dim(1);
    int count = boxes.dim(0);
    if (layout == Columns.YXYX && outputs.size() > 3) {
      count = Math.min(count, Math.max(0, Math.round(outputs.get(3).at(0))));
    }
    labels.require(0, count);
    if (layout != Columns.XYXY_SCORE) {
      outputs.get(2).require(0, count);
    }
    float scaleX = space == BoxSpace.NORMALISED ? placement.inputWidth() : 1;
    float scaleY = space == BoxSpace.NORMALISED ? placement.inputHeight() : 1;
    int xFirst = layout == Columns.YXYX ? 1 : 0;
    for (int k = 0; k < count; k++) {
      int row = k * columns;
      float score = layout == Columns.XYXY_SCORE ? boxes.at(row + 4) : outputs.get(2).at(k);
      float label = labels.at(k);
      if (score >= confidence && label >= 0) { // NaN is neither
        found.add(
            boxes.at(row + xFirst) * scaleX,
            boxes.at(row + 1 - xFirst) * scaleY,
            boxes.at(row + 2 + xFirst) * scaleX,
            boxes.at(row + 3 - xFirst) * scaleY,
            score,
            Math.round(label),
            k);
      }
    }
  }
}
