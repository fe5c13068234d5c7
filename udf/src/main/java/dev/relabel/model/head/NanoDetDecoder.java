package dev.relabel.model.head;

import dev.relabel.image.Placement;
import dev.relabel.model.ModelException;
import java.util.List;

/**
 * NanoDet's outputs for each stride: class scores [cells, C], sigmoid done, and distances [cells,
 * 4(R+1)] from the middle of the cell to the left, top, right and bottom, each a softmax over 0…R
 * strides. Source: RangiLyu/nanodet, demo_openvino (decode_infer).
 *
 * @param which which classes of a cell count
 */
record NanoDetDecoder(Classes which) implements BoxDecoder {

  @Override
  public void collect(
      List<OutputSlice> outputs, Placement placement, double confidence, Candidates found) {
    for (int level = 0; level + 1 < outputs.size(); level += 2) {
      OutputSlice scores = outputs.get(level);
      OutputSlice distances = outputs.get(level + 1);
      scores.require(1, 1);
      distances.require(0, scores.dim(0));
      distances.require(1, 8);
      new Level(scores, distances, placement).collect(which, confidence, found);
    }
  }

  /** One stride's cells. */
  private static final class Level {
    private final OutputSlice scores;
    private final OutputSlice distances;
    private final int stride;
    private final int columns;

    Level(OutputSlice scores, OutputSlice distances, Placement placement) {
      this.scores = scores;
      this.distances = distances;
      double pixels = (double) placement.inputWidth() * placement.inputHeight();
      this.stride = (int) Math.max(1, Math.round(Math.sqrt(pixels / scores.dim(0))));
      this.columns = (placement.inputWidth() + stride - 1) / stride;
      int rows = (placement.inputHeight() + stride - 1) / stride;
      if (columns * rows != scores.dim(0)) {
        throw new ModelException(
            ("A NanoDet output has %s cells, which no stride gives on an input of %s × %s. The model"
                    + " has another head, or another img_size.")
                .formatted(scores.dim(0), placement.inputWidth(), placement.inputHeight()));
      }
    }

    void collect(Classes which, double confidence, Candidates found) {
      for (int cell = 0; cell < scores.dim(0); cell++) {
        int best = -1;
        for (int c = 0; c < scores.dim(1); c++) {
          float score = score(cell, c);
          if (score >= confidence && which == Classes.ALL) {
            add(cell, score, c, found);
          } else if (score >= confidence && (best < 0 || score > score(cell, best))) {
            best = c;
          }
        }
        if (best >= 0) {
          add(cell, score(cell, best), best, found);
        }
      }
    }

    private float score(int cell, int classIndex) {
      return scores.at(cell * scores.dim(1) + classIndex);
    }

    private void add(int cell, float score, int classIndex, Candidates found) {
      int column = cell % columns;
      int row = cell / columns;
      float x = (column + 0.5f) * stride;
      float y = (row + 0.5f) * stride;
      found.add(
          x - distance(cell, 0),
          y - distance(cell, 1),
          x + distance(cell, 2),
          y + distance(cell, 3),
          score,
          classIndex,
          cell);
    }

    /** The expected distance to one side, in pixels. */
    private float distance(int cell, int side) {
      int bins = distances.dim(1) / 4;
      float[] shares = Scores.softmax(distances, cell * distances.dim(1) + side * bins, bins);
      double expected = 0;
      for (int bin = 0; bin < bins; bin++) {
        expected += bin * shares[bin];
      }
      return (float) (expected * stride);
    }
  }
}
