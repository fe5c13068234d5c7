package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What head rules look at.
 *
 * @param graph inputs and outputs, shapes as far as they are known
 * @param input the picture's input
 * @param metadata what the file says about itself
 * @param settings explicit settings and those of the sidecar and metadata, without defaults
 * @param namedClasses how many classes are named, by the metadata or else by settings; 0 when none
 */
record GraphFacts(
    ModelGraph graph,
    ImageInput input,
    ModelMetadata metadata,
    ModelSettings settings,
    int namedClasses) {

  private static final Set<String> EXTRAS =
      Set.of("saliency_map", "feature_vector", "detection_masks");

  /** Four box numbers and one class. */
  private static final int LEAST_BOX = 5;

  /** Input side that is assumed when neither graph nor settings say one. */
  private static final int USUAL_SIDE = 640;

  static GraphFacts of(ModelGraph graph, ImageInput input, ModelSettings settings) {
    ModelMetadata metadata = ModelMetadata.of(graph.metadata());
    int named =
        metadata.settings().labels().or(settings::labels).map(names -> names.size()).orElse(0);
    return new GraphFacts(graph, input, metadata, settings, named);
  }

  /** The same, but as if no classes were named. */
  GraphFacts withoutNames() {
    return new GraphFacts(graph, input, metadata, settings, 0);
  }

  /**
   * The outputs that can tell what the model is: without what exporters add for explanations, and
   * without masks and raw scores beside finished boxes.
   */
  List<GraphTensor> outputs() {
    return graph.outputs().stream().filter(output -> !isExtra(output.name())).toList();
  }

  private static boolean isExtra(String name) {
    return name.startsWith("raw_") || EXTRAS.contains(name.replaceFirst(":0$", ""));
  }

  /** The only output with three axes. */
  Optional<GraphTensor> table() {
    List<GraphTensor> tables = outputs().stream().filter(output -> output.rank() == 3).toList();
    return tables.size() == 1 && !tables.get(0).isInteger()
        ? Optional.of(tables.get(0))
        : Optional.empty();
  }

  /** Outputs with four axes: masks, prototypes of masks, feature maps. */
  List<GraphTensor> maps() {
    return outputs().stream().filter(output -> output.rank() == 4).toList();
  }

  /** YOLO's mask prototypes: the only map, beside a table with a coefficient for each of them. */
  Optional<GraphTensor> prototypes() {
    List<GraphTensor> maps = maps();
    Optional<GraphTensor> table = table();
    if (maps.size() != 1 || table.isEmpty()) {
      return Optional.empty();
    }
    long numbers = Math.min(table.get().dim(1), table.get().dim(2));
    boolean hasRoom = numbers < 0 || numbers >= LEAST_BOX + maps.get(0).dim(1);
    return hasRoom ? Optional.of(maps.get(0)) : Optional.empty();
  }

  /** Whether a number of rows is what a grid of cells has on this input. */
  boolean isGrid(long rows) {
    return rows > 0 && Grid.find(width(), height(), rows).isPresent();
  }

  private long width() {
    return input.width() != GraphTensor.FREE
        ? input.width()
        : settings.imageWidth().orElse(USUAL_SIDE);
  }

  private long height() {
    return input.height() != GraphTensor.FREE
        ? input.height()
        : settings.imageHeight().orElse(USUAL_SIDE);
  }
}
