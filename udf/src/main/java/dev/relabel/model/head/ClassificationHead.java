package dev.relabel.model.head;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.Placement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One number per class for the whole picture. Numbers that are no probabilities yet become some: by
 * softmax where classes exclude each other, by sigmoid where they do not. Whether they are is told
 * as Model API does it (models/classification.py): each in 0–1 and, where classes exclude each
 * other, adding up to 1.
 *
 * @param exclusive whether a picture has one class
 * @param confidence lowest score of a label
 * @param most most labels
 * @param classes names, and which are wanted
 */
record ClassificationHead(boolean exclusive, double confidence, int most, ClassFilter classes)
    implements Head {

  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    OutputSlice numbers = outputs.get(0);
    int count = 1;
    for (int axis = 0; axis < numbers.rank(); axis++) {
      count *= numbers.dim(axis); // [C], or [C,1,1] of networks that keep the map's axes
    }
    float[] scores = new float[count];
    for (int c = 0; c < count; c++) {
      scores[c] = numbers.at(c);
    }
    toProbabilities(scores);
    return IntStream.range(0, count)
        .filter(c -> scores[c] >= confidence) // NaN never does
        .filter(classes::keeps)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -scores[c])) // stable: then by index
        .limit(most)
        .map(c -> Label.predicted(classes.name(c), WholeImage.INSTANCE, Math.min(1, scores[c])))
        .toList();
  }

  private void toProbabilities(float[] scores) {
    if (exclusive) {
      if (!Scores.areProbabilities(scores)) {
        Scores.softmax(scores);
      }
    } else if (!Scores.areInUnitRange(scores)) {
      for (int c = 0; c < scores.length; c++) {
        scores[c] = Scores.sigmoid(scores[c]);
      }
    }
  }
}
