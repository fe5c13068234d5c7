package dev.relabel.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.model.ModelCard;
import dev.relabel.run.RunDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run directory keeps of the run's model, as {@code model.json}, so that the run can be
 * exported without the model.
 */
final class RecordedModel {
  private static final String FILE = "model.json";

  private RecordedModel() {}

  /** Keeps it, unless it is kept already; a run that never began may have left another model's. */
  static void keep(RunDirectory run, ModelCard card) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", card.name()).put("sha256", card.sha256());
    ArrayNode classes = node.putArray("classes");
    for (LabelClass each : card.classes()) {
      ArrayNode keypoints =
          classes
              .addObject()
              .put("name", each.name())
              .put("shape", each.shape().name().toLowerCase(Locale.ROOT))
              .putArray("keypoints");
      each.keypoints().forEach(keypoints::add);
    }
    if (!run.read(FILE).equals(Optional.of(node))) {
      run.write(FILE, node);
    }
  }

  /** The model, as far as it is kept; empty in runs of versions that kept nothing of it. */
  static Optional<ModelCard> of(RunDirectory run) {
    return run.read(FILE)
        .map(
            node -> {
              List<LabelClass> classes = new ArrayList<>();
              for (JsonNode each : node.path("classes")) {
                List<String> keypoints = new ArrayList<>();
                each.path("keypoints").forEach(name -> keypoints.add(name.asText()));
                Shape shape = Shape.valueOf(each.path("shape").asText().toUpperCase(Locale.ROOT));
                classes.add(new LabelClass(each.path("name").asText(), shape, keypoints));
              }
              return new ModelCard(
                  node.path("name").asText(), node.path("sha256").asText(), classes);
            });
  }
}
