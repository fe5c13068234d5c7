package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.Placement;
import dev.relabel.model.Instances;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How unusual each pixel is, and the picture: a label of the whole image that says which of the two
 * it is, and for an unusual one the pixels.
 *
 * <p>Numbers become scores as Model API makes them (models/anomaly.py): 0.5 at the threshold, and 0
 * and 1 half a range away from it. A score that the model puts out itself is one already.
 *
 * @param imageThreshold number of the map's largest above which the picture is unusual
 * @param pixelThreshold number above which a pixel is
 * @param range of the numbers
 * @param confidence lowest score of a label
 * @param instances whether all unusual pixels are one label, or each connected area
 * @param minArea least pixels of a label
 * @param most most areas of one picture
 * @param classes names of usual (0) and unusual (1), and which are wanted
 */
record AnomalyHead(
    double imageThreshold,
    double pixelThreshold,
    double range,
    double confidence,
    Instances instances,
    int minArea,
    int most,
    ClassFilter classes)
    implements Head {
  private static final int USUAL = 0;
  private static final int UNUSUAL = 1;
  private static final double EVEN = 0.5;

  static AnomalyHead of(ModelSettings settings, double confidence, ClassFilter classes) {
    return new AnomalyHead(
        settings.imageThreshold().orElseThrow(),
        settings.pixelThreshold().orElseThrow(),
        settings.normalizationScale().orElseThrow(),
        confidence,
        settings.instances().orElseThrow(),
        settings.minArea().orElseThrow(),
        settings.maxDetections().orElseThrow(),
        classes);
  }

  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    OutputSlice map = outputs.get(0);
    int rows = Math.max(0, map.rank() - 2);
    map.require(rows, 1);
    map.require(rows + 1, 1);
    int height = map.dim(rows);
    int width = map.dim(rows + 1);
    float[] cells = new float[width * height];
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = map.at(i);
      largest = Math.max(largest, cells[i]);
    }
    double score = score(largest, imageThreshold);
    if (outputs.size() > 1) {
      OutputSlice own = outputs.get(1);
      if (own.rank() > 0) {
        own.require(0, 1);
      }
      score = own.at(0);
    }
    List<Label> labels = new ArrayList<>();
    if (Double.isNaN(score)) {
      return labels;
    }
    boolean isUnusual = score > EVEN;
    double sure = Math.max(0, Math.min(1, isUnusual ? score : 1 - score));
    int state = isUnusual ? UNUSUAL : USUAL;
    if (sure >= confidence && classes.keeps(state)) {
      labels.add(Label.predicted(classes.name(state), WholeImage.INSTANCE, sure));
    }
    if (isUnusual && sure >= confidence && classes.keeps(UNUSUAL)) {
      unusual(cells, width, height, placement)
          .ifPresent(
              mask -> {
                List<Mask> parts = instances == Instances.CLASS ? List.of(mask) : mask.components();
                parts.stream()
                    .filter(part -> part.area() >= minArea)
                    .sorted(Comparator.comparingDouble(Mask::area).reversed())
                    .limit(most)
                    .forEach(
                        part -> labels.add(Label.predicted(classes.name(UNUSUAL), part, sure)));
              });
    }
    return labels;
  }

  private double score(double number, double threshold) {
    return (number - threshold) / range + EVEN;
  }

  private Optional<Mask> unusual(float[] cells, int width, int height, Placement placement) {
    MaskGrid grid = new MaskGrid(cells, 0, 0, width, MaskGrid.Beyond.SAME);
    Affine toMap = MaskLevels.toMap(placement, width, height);
    return Mask.where(
        0,
        0,
        placement.pictureWidth(),
        placement.pictureHeight(),
        (x, y) -> grid.at(toMap.x(x + 0.5, y + 0.5), toMap.y(x + 0.5, y + 0.5)) >= pixelThreshold);
  }
}
