package dev.relabel.model.head;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Boxes that a head has found on one image, in pixels of the model's input; grows as needed.
 *
 * <p>Confined to the thread that decodes the image.
 */
final class Candidates {
  private final IntPredicate wanted;
  private float[] numbers = new float[64 * 5];
  private int[] classes = new int[64];
  private int[] rows = new int[64];
  private int size;

  /** Takes boxes of every class. */
  Candidates() {
    this(classIndex -> true);
  }

  /**
   * @param wanted which classes are taken
   */
  Candidates(IntPredicate wanted) {
    this.wanted = wanted;
  }

  /**
   * Adds a box; boxes that are empty, not finite or of a class not wanted are left out.
   *
   * @param row where in the outputs it was found: anchor, query or detection
   */
  void add(float left, float top, float right, float bottom, float score, int classIndex, int row) {
    float area = (right - left) * (bottom - top);
    if (!(right > left && bottom > top) || !Float.isFinite(left + top + right + bottom + area)) {
      return;
    }
    if (!wanted.test(classIndex)) {
      return;
    }
    if (size == classes.length) {
      numbers = Arrays.copyOf(numbers, numbers.length * 2);
      classes = Arrays.copyOf(classes, size * 2);
      rows = Arrays.copyOf(rows, size * 2);
    }
    int at = size * 5;
    numbers[at] = left;
    numbers[at + 1] = top;
    numbers[at + 2] = right;
    numbers[at + 3] = bottom;
    numbers[at + 4] = score;
    rows[size] = row;
    classes[size++] = classIndex;
  }

  int size() {
    return size;
  }

  float left(int index) {
    return numbers[index * 5];
  }

  float top(int index) {
    return numbers[index * 5 + 1];
  }

  float right(int index) {
    return numbers[index * 5 + 2];
  }

  float bottom(int index) {
    return numbers[index * 5 + 3];
  }

  float score(int index) {
    return numbers[index * 5 + 4];
  }

  int classIndex(int index) {
    return classes[index];
  }

  /** Where in the outputs the box was found: anchor, query or detection. */
  int row(int index) {
    return rows[index];
  }

  /**
   * Order of preference: score down, then class, left, top, right, bottom and position up, so that
   * equal scores give the same answer whatever order the model emits.
   */
  int compare(int a, int b) {
    int order = Float.compare(score(b), score(a));
    order = order != 0 ? order : Integer.compare(classes[a], classes[b]);
    for (int k = 0; order == 0 && k < 4; k++) {
      order = Float.compare(numbers[a * 5 + k], numbers[b * 5 + k]);
    }
    return order != 0 ? order : Integer.compare(a, b);
  }

  /** Intersection over union of two boxes, 0–1. */
  double iou(int a, int b) {
    double width = Math.min(right(a), right(b)) - (double) Math.max(left(a), left(b));
    double height = Math.min(bottom(a), bottom(b)) - (double) Math.max(top(a), top(b));
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double intersection = width * height;
    return intersection / (area(a) + area(b) - intersection);
  }

  private double area(int index) {
    return ((double) right(index) - left(index)) * ((double) bottom(index) - top(index));
  }
}
