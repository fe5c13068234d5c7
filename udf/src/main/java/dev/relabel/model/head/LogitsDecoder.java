package dev.relabel.model.head;

import dev.relabel.image.Placement;
import dev.relabel.model.ScoreFunction;
import java.util.List;

/**
 * DETR and its relatives as they leave training: boxes [A, 4], centre x and y, width, height,
 * normalised to the input, and a logit for each query and class [A, C]. With softmax a last column
 * stands for no object and each query has one class; with sigmoid a query may have several.
 * Sources: transformers, models/detr/image_processing_detr.py; rf-detr, models/lwdetr.py.
 *
 * @param function what turns the logits into scores
 */
record LogitsDecoder(ScoreFunction function) implements BoxDecoder {

  @Override
  public void collect(
      List<OutputSlice> outputs, Placement placement, double confidence, Candidates found) {
    OutputSlice boxes = outputs.get(0);
    OutputSlice logits = outputs.get(1);
    boxes.require(1, 4);
    logits.require(0, boxes.dim(0));
    logits.require(1, function == ScoreFunction.SOFTMAX ? 2 : 1);
    for (int query = 0; query < boxes.dim(0); query++) {
      if (function == ScoreFunction.SOFTMAX) {
        best(boxes, logits, query, placement, confidence, found);
      } else {
        all(boxes, logits, query, placement, confidence, found);
      }
    }
  }

  private static void best(
      OutputSlice boxes,
      OutputSlice logits,
      int query,
      Placement placement,
      double confidence,
      Candidates found) {
    int columns = logits.dim(1);
    float[] scores = Scores.softmax(logits, query * columns, columns);
    int best = 0;
    for (int c = 1; c < columns - 1; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    if (scores[best] >= confidence) {
      add(boxes, query, placement, scores[best], best, found);
    }
  }

  private static void all(
      OutputSlice boxes,
      OutputSlice logits,
      int query,
      Placement placement,
      double confidence,
      Candidates found) {
    for (int c = 0; c < logits.dim(1); c++) {
      float score = Scores.sigmoid(logits.at(query * logits.dim(1) + c));
      if (score >= confidence) {
        add(boxes, query, placement, score, c, found);
      }
    }
  }

  private static void add(
      OutputSlice boxes,
      int query,
      Placement placement,
      float score,
      int classIndex,
      Candidates found) {
    int at = query * boxes.dim(1);
    float x = boxes.at(at) * placement.inputWidth();
    float y = boxes.at(at + 1) * placement.inputHeight();
    float halfWidth = boxes.at(at + 2) * placement.inputWidth() / 2;
    float halfHeight = boxes.at(at + 3) * placement.inputHeight() / 2;
    found.add(
        x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, classIndex, query);
  }
}
