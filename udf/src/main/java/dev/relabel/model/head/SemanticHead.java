package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.image.Placement;
import dev.relabel.model.Instances;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The class of each pixel, as one mask for each class or connected area.
 *
 * @param values what the output holds
 * @param classCount how many classes it has numbers for
 * @param classes names, and which are wanted
 * @param background names of classes that are no labels
 * @param threshold lowest probability of a pixel, where there is one map only
 * @param confidence lowest score of a label
 * @param instances what becomes one label
 * @param minArea least pixels of a label
 * @param most most labels
 */
record SemanticHead(
    Values values,
    int classCount,
    ClassFilter classes,
    Set<String> background,
    double threshold,
    double confidence,
    Instances instances,
    int minArea,
    int most)
    implements Head {

  /** What the output holds for each pixel. */
  enum Values {
    /** A number for each class. */
    SCORES,
    /** The index of the class. */
    CLASS_INDICES
  }

  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    PixelClasses pixels = pixels(outputs.get(0));
    Affine toMap = MaskLevels.toMap(placement, pixels.width(), pixels.height());
    SortedMap<Integer, Mask> masks =
        Mask.byValue(
            placement.pictureWidth(),
            placement.pictureHeight(),
            (x, y) -> pixels.at(toMap.x(x + 0.5, y + 0.5), toMap.y(x + 0.5, y + 0.5)));
    List<Label> labels = new ArrayList<>();
    masks.forEach(
        (index, mask) -> {
          double score = pixels.score(index);
          if (score >= confidence
              && classes.keeps(index)
              && !background.contains(classes.name(index))) {
            for (Mask part : instances == Instances.CLASS ? List.of(mask) : mask.components()) {
              if (part.area() >= minArea) {
                labels.add(Label.predicted(classes.name(index), part, score));
              }
            }
          }
        });
    return labels.stream()
        .sorted(Comparator.comparingDouble(label -> -label.score().orElse(0))) // stable
        .limit(most)
        .toList();
  }

  private PixelClasses pixels(OutputSlice output) {
    if (values == Values.CLASS_INDICES) {
      return ClassIndices.of(output);
    }
    if (classCount == 1) {
      return new OneMap(output, threshold);
    }
    output.require(2, 1);
    return new ScoreMaps(output, output.dim(0) != classCount);
  }
}
