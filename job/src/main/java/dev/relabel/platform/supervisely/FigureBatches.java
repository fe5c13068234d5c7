package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.LabelJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Cuts labels into requests of bounded number and size. */
final class FigureBatches {
  // Proxies commonly refuse bodies above 10 MB or more; masks of large images are the reason to
  // care.
  private static final int MOST_BYTES = 8 << 20;

  private FigureBatches() {}

  /**
   * The labels' JSON, none of the whole image's.
   *
   * @param classId the project's ID of a class by its name
   */
  static List<ObjectNode> figures(
      Map<ImageId, List<Label>> labels, ToLongFunction<String> classId) {
    List<ObjectNode> figures = new ArrayList<>();
    labels.forEach(
        (image, some) ->
            some.stream()
                .filter(label -> !(label.geometry() instanceof WholeImage)) // it is a tag
                .forEach(
                    label ->
                        figures.add(
                            LabelJson.figure(label, classId.applyAsLong(label.className()))
                                .put("entityId", image.number()))));
    return figures;
  }

  /** Figures in batches, none empty; one that alone exceeds the size has one of its own. */
  static List<List<ObjectNode>> of(List<ObjectNode> figures) {
    List<List<ObjectNode>> batches = new ArrayList<>();
    List<ObjectNode> batch = new ArrayList<>();
    long bytes = 0;
    for (ObjectNode figure : figures) {
      int size = Json.write(figure).length;
      if (batch.size() == AddFigures.MOST || (!batch.isEmpty() && bytes + size > MOST_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(figure);
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
