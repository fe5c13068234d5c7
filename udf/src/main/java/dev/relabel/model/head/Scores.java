package dev.relabel.model.head;

/** Turns logits into scores of 0–1. NaN stays NaN, which reaches no threshold. */
final class Scores {
  /** How far a row of probabilities may be off 1: what float16 leaves of it. */
  private static final double ROUNDING = 0.01;

  private Scores() {}

  static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  /** The softmax of neighbouring numbers. */
  static float[] softmax(OutputSlice logits, int from, int count) {
    float[] row = new float[count];
    for (int i = 0; i < count; i++) {
      row[i] = logits.at(from + i);
    }
    softmax(row);
    return row;
  }

  /** The softmax of all numbers, in their place. */
  static void softmax(float[] row) {
    float most = Float.NEGATIVE_INFINITY;
    for (float each : row) {
      most = Math.max(most, each);
    }
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) Math.exp(row[i] - most);
      sum += row[i];
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (row[i] / sum);
    }
  }

  /** Whether numbers are probabilities already: each in 0–1, adding up to 1. */
  static boolean areProbabilities(float[] row) {
    double sum = 0;
    for (float each : row) {
      if (!(each >= 0 && each <= 1)) {
        return false;
      }
      sum += each;
    }
    return Math.abs(sum - 1) <= ROUNDING;
  }

  /** Whether each number could be a probability. */
  static boolean areInUnitRange(float[] row) {
    for (float each : row) {
      if (!(each >= 0 && each <= 1)) {
        return false;
      }
    }
    return true;
  }
}
