package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelGraph;
import java.util.List;
import java.util.Optional;

/** Rules for what Geti, OTX, anomalib and MMPose have beside detectors. */
final class OtxRules {
  private OtxRules() {}

  /** Logits whose classes stand in groups. */
  static Optional<HeadChoice> hierarchical(GraphFacts facts) {
    boolean isGrouped =
        !facts.settings().groups().isEmpty() || !facts.settings().parents().isEmpty();
    return isGrouped ? rowOfLogits(facts) : Optional.empty();
  }

  /** The same where a person says so. */
  static Optional<HeadChoice> rowOfLogits(GraphFacts facts) {
    return PictureRules.classification(facts)
        .map(
            choice ->
                HeadChoice.of(HeadKind.HIERARCHICAL, choice.classCount(), choice.outputs().get(0)));
  }

  /** anomalib's named outputs, or its map alone where the metadata says what it is. */
  static Optional<HeadChoice> anomaly(GraphFacts facts) {
    ModelGraph graph = facts.graph();
    Optional<GraphTensor> map = graph.output("anomaly_map");
    Optional<GraphTensor> score = graph.output("pred_score");
    if (map.isPresent()
        && score.isPresent()
        && (map.get().rank() == 3 || (map.get().rank() == 4 && map.get().dim(1) <= 1))
        && !map.get().isInteger()) {
      return Optional.of(HeadChoice.of(HeadKind.ANOMALY, 2, map.get().name(), score.get().name()));
    }
    return facts.metadata().modelType().equalsIgnoreCase("AnomalyDetection")
        ? anomalyMap(facts)
        : Optional.empty();
  }

  /** The only map. */
  static Optional<HeadChoice> anomalyMap(GraphFacts facts) {
    List<GraphTensor> maps = facts.maps();
    return maps.size() == 1 && (maps.get(0).dim(1) == 1 || maps.get(0).dim(1) < 0)
        ? Optional.of(HeadChoice.of(HeadKind.ANOMALY, 2, maps.get(0).name()))
        : Optional.empty();
  }

  /** Two rows of numbers for each keypoint. */
  static Optional<HeadChoice> simcc(GraphFacts facts) {
    List<GraphTensor> rows =
        facts.outputs().stream()
            .filter(output -> output.rank() == 3 && !output.isInteger())
            .toList();
    boolean isNamed =
        rows.stream().anyMatch(row -> row.name().contains("simcc"))
            || facts.metadata().modelType().equalsIgnoreCase("keypoint_detection");
    return isNamed ? twoRows(facts) : Optional.empty();
  }

  /** The same where a person says so. */
  static Optional<HeadChoice> twoRows(GraphFacts facts) {
    List<GraphTensor> rows =
        facts.outputs().stream()
            .filter(output -> output.rank() == 3 && !output.isInteger())
            .toList();
    boolean fits =
        rows.size() == 2 && rows.get(0).dim(1) > 0 && rows.get(0).dim(1) == rows.get(1).dim(1);
    if (!fits) {
      return Optional.empty();
    }
    boolean isSwapped = rows.get(0).name().endsWith("y") && rows.get(1).name().endsWith("x");
    GraphTensor across = rows.get(isSwapped ? 1 : 0);
    GraphTensor down = rows.get(isSwapped ? 0 : 1);
    return Optional.of(HeadChoice.of(HeadKind.SIMCC, 1, across.name(), down.name()));
  }
}
