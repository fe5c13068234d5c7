package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules for detectors of NanoDet, PaddleDetection and OpenVINO. */
final class OtherRules {
  private static final Pattern STRIDE = Pattern.compile("cls_pred_stride_(\\d{1,4})");

  private OtherRules() {}

  /** NanoDet: two outputs for each stride. */
  static Optional<HeadChoice> nanoDet(GraphFacts facts) {
    ModelGraph graph = facts.graph();
    List<String> outputs = new ArrayList<>();
    long classes = 0;
    for (GraphTensor scores :
        graph.outputs().stream()
            .filter(output -> stride(output) > 0 && output.rank() == 3)
            .sorted(Comparator.comparingInt(OtherRules::stride))
            .toList()) {
      Optional<GraphTensor> distances = graph.output("dis_pred_stride_" + stride(scores));
      if (distances.isEmpty() || distances.get().rank() != 3) {
        return Optional.empty();
      }
      outputs.addAll(NamedRules.names(scores, distances.get()));
      classes = Math.max(classes, scores.dim(2));
    }
    return outputs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            HeadChoice.of(
                HeadKind.NANODET, Math.toIntExact(classes), outputs.toArray(String[]::new)));
  }

  private static int stride(GraphTensor output) {
    Matcher name = STRIDE.matcher(output.name());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  /** PaddleDetection: rows of six numbers for all pictures of a call, so one picture a call. */
  static Optional<HeadChoice> paddle(GraphFacts facts) {
    List<GraphTensor> rows =
        facts.outputs().stream()
            .filter(output -> output.rank() == 2 && output.dim(1) == 6 && !output.isInteger())
            .toList();
    boolean isAlone =
        facts.outputs().size() == 1
            || (facts.outputs().size() == 2
                && facts.outputs().stream()
                    .anyMatch(output -> output.isInteger() && output.rank() <= 1));
    return rows.size() == 1 && isAlone
        ? Optional.of(whole(HeadKind.PADDLE, facts, rows.get(0)))
        : Optional.empty();
  }

  /** The same where the graph's inputs show that it is one: rows of six may be anything. */
  static Optional<HeadChoice> paddleWithItsInputs(GraphFacts facts) {
    boolean isPaddle =
        facts.graph().inputs().stream()
            .flatMap(input -> SideInput.of(input).stream())
            .anyMatch(side -> side.kind() == SideInput.Kind.SCALE_FACTOR);
    return isPaddle ? paddle(facts) : Optional.empty();
  }

  /** OpenVINO's SSD: rows of seven numbers. */
  static Optional<HeadChoice> openVino(GraphFacts facts) {
    List<GraphTensor> outputs = facts.outputs();
    boolean fits =
        outputs.size() == 1
            && outputs.get(0).rank() == 4
            && outputs.get(0).dim(-1) == 7
            && outputs.get(0).dim(1) == 1;
    return fits
        ? Optional.of(whole(HeadKind.OPENVINO_SSD, facts, outputs.get(0)))
        : Optional.empty();
  }

  private static HeadChoice whole(HeadKind kind, GraphFacts facts, GraphTensor output) {
    return new HeadChoice(kind, kind.family(), List.of(output.name()), facts.namedClasses(), false);
  }
}
