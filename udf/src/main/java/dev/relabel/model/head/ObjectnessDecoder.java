package dev.relabel.model.head;

import dev.relabel.image.Placement;
import java.util.List;
import java.util.Optional;

/**
 * YOLOv5 and YOLOX: [A, 5+C], columns are centre x, centre y, width, height, objectness, then one
 * score per class, all sigmoid done; the score is objectness × class. Further columns (mask
 * coefficients) are not read. Sources: yolov5/models/yolo.py, YOLOX/yolox/models/yolo_head.py.
 *
 * @param classes number of classes
 * @param which which classes of a box count
 * @param boxes what the first four columns mean
 */
record ObjectnessDecoder(int classes, Classes which, Boxes boxes) implements BoxDecoder {

  /** What the first four columns mean. */
  enum Boxes {
    /** Pixels of the input. */
    PIXELS,
    /** Offsets within a grid cell and logarithms of sizes, in strides. */
    GRID,
    /** YOLOX with or without decoding in the graph: the numbers of each image tell. */
    GRID_UNLESS_DECODED
  }

  private record Box(float x, float y, float width, float height) {}

  @Override
  public void collect(
      List<OutputSlice> outputs, Placement placement, double confidence, Candidates found) {
    OutputSlice rows = outputs.get(0);
    rows.require(1, 5 + classes);
    int columns = rows.dim(1);
    Optional<Grid> grid = grid(rows, placement);
    for (int a = 0; a < rows.dim(0); a++) {
      int row = a * columns;
      float objectness = rows.at(row + 4);
      if (!(objectness >= confidence)) { // no class score exceeds 1
        continue;
      }
      int bestClass = 0;
      float best = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        float score = objectness * rows.at(row + 5 + c);
        if (which == Classes.ALL && score >= confidence) {
          add(box(rows, a, grid), score, c, a, found);
        } else if (score > best) {
          best = score;
          bestClass = c;
        }
      }
      if (best >= confidence) {
        add(box(rows, a, grid), best, bestClass, a, found);
      }
    }
  }

  private static Box box(OutputSlice rows, int anchor, Optional<Grid> grid) {
    int row = anchor * rows.dim(1);
    float x = rows.at(row);
    float y = rows.at(row + 1);
    float width = rows.at(row + 2);
    float height = rows.at(row + 3);
    if (grid.isEmpty()) {
      return new Box(x, y, width, height);
    }
    int stride = grid.get().stride(anchor);
    return new Box(
        (x + grid.get().column(anchor)) * stride,
        (y + grid.get().row(anchor)) * stride,
        (float) Math.exp(width) * stride,
        (float) Math.exp(height) * stride);
  }

  private static void add(Box box, float score, int classIndex, int anchor, Candidates found) {
    found.add(
        box.x - box.width / 2,
        box.y - box.height / 2,
        box.x + box.width / 2,
        box.y + box.height / 2,
        score,
        classIndex,
        anchor);
  }

  private Optional<Grid> grid(OutputSlice rows, Placement placement) {
    boolean onGrid =
        boxes == Boxes.GRID
            || (boxes == Boxes.GRID_UNLESS_DECODED && !reachesAcross(rows, placement.inputWidth()));
    return onGrid
        ? Optional.of(Grid.of(placement.inputWidth(), placement.inputHeight(), rows.dim(0)))
        : Optional.empty();
  }

  /**
   * Whether some centre lies in the right half of the input. Decoded centres do, for the cells
   * there; raw offsets are a few cells at most.
   */
  private static boolean reachesAcross(OutputSlice rows, int inputWidth) {
    for (int a = 0; a < rows.dim(0); a++) {
      if (rows.at(a * rows.dim(1)) > inputWidth / 2.0) {
        return true;
      }
    }
    return false;
  }
}
