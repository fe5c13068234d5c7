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
   * The labels' JSON in batches, none empty; a label that alone exceeds the size has one of its
   * own.
   *
   * @param classId the project's ID of a class by its name
   */
  static List<List<ObjectNode>> of(
      Map<ImageId, List<Label>> labels, ToLongFunction<String> classId) {
    List<List<ObjectNode>> batches = new ArrayList<>();
    List<ObjectNode> batch = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<ImageId, List<Label>> each : labels.entrySet()) {
      for (Label label : each.getValue()) {
        if (label.geometry() instanceof WholeImage) {
          continue; // it is a tag, no figure
        }
        ObjectNode figure = LabelJson.figure(label, classId.applyAsLong(label.className()));
        figure.put("entityId", each.getKey().value());
        int size = Json.write(figure).length;
        if (batch.size() == AddFigures.MOST || (!batch.isEmpty() && bytes + size > MOST_BYTES)) {
          batches.add(batch);
          batch = new ArrayList<>();
          bytes = 0;
        }
        batch.add(figure);
        bytes += size;
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
