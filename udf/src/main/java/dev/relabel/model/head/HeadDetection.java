package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out which head reads a model: a person's word first, then metadata, then names, ranks,
 * types and lengths of the outputs. What fits nothing, or two heads, is refused with the way to
 * settle it.
 */
public final class HeadDetection {
  private HeadDetection() {}

  /**
   * The head.
   *
   * @param settings explicit settings and those of the sidecar and metadata, without defaults
   * @throws ModelException if no head or more than one fits, or the one asked for does not
   */
  public static HeadChoice choose(ModelGraph graph, ImageInput input, ModelSettings settings) {
    GraphFacts facts = GraphFacts.of(graph, input, settings);
    Optional<HeadKind> asked = settings.head();
    if (asked.isPresent()) {
      return new ForcedHead(asked.get(), facts).choice();
    }
    List<HeadChoice> fitting = named(facts);
    if (fitting.isEmpty()) {
      fitting = tables(facts);
    }
    if (fitting.isEmpty() && facts.namedClasses() > 0) {
      // Then the names do not match the model; that is said when they are counted.
      fitting = tables(facts.withoutNames());
    }
    if (fitting.isEmpty()) {
      fitting = pictures(facts);
    }
    if (fitting.size() == 1) {
      return withUnread(fitting.get(0), facts);
    }
    if (!fitting.isEmpty()) {
      throw ambiguous(graph, fitting);
    }
    throw unknown(graph);
  }

  /**
   * Whether the shapes of the outputs have to be found out by a run before {@link #choose} can
   * tell: a YOLO table whose graph leaves its axes open.
   */
  public static boolean needsShapes(ModelGraph graph) {
    List<GraphTensor> tables =
        graph.outputs().stream().filter(output -> output.rank() == 3).toList();
    return tables.size() == 1 && tables.get(0).hasFreeInnerAxis();
  }

  /** Masks and maps that a person may miss in the labels. */
  private static HeadChoice withUnread(HeadChoice choice, GraphFacts facts) {
    List<String> unread =
        facts.graph().outputs().stream()
            .filter(output -> output.rank() == 4)
            .map(GraphTensor::name)
            .filter(name -> !choice.outputs().contains(name) && !name.equals("saliency_map"))
            .toList();
    return unread.isEmpty() || choice.kind() == HeadKind.ANOMALY // its mask is that of its map
        ? choice
        : choice.withNote("Only boxes are read; %s is not.".formatted(String.join(", ", unread)));
  }

  private static List<HeadChoice> named(GraphFacts facts) {
    List<HeadChoice> fitting = new ArrayList<>();
    NamedRules.tfod(facts).ifPresent(fitting::add);
    NamedRules.detr(facts).ifPresent(fitting::add);
    TorchRules.huggingFace(facts).ifPresent(fitting::add);
    TorchRules.rfDetr(facts).ifPresent(fitting::add);
    OtherRules.nanoDet(facts).ifPresent(fitting::add);
    OtxRules.anomaly(facts).ifPresent(fitting::add);
    OtxRules.simcc(facts).ifPresent(fitting::add);
    if (fitting.isEmpty()) {
      NamedRules.maskRcnn(facts)
          .or(() -> NamedRules.boxesLabels(facts))
          .or(() -> TorchRules.torchvision(facts))
          .ifPresent(fitting::add);
      NamedRules.text(facts).ifPresent(fitting::add);
    }
    return fitting;
  }

  /** What speaks of the whole picture or of its pixels, and rows of fixed numbers. */
  private static List<HeadChoice> pictures(GraphFacts facts) {
    return OtherRules.openVino(facts)
        .or(() -> OtherRules.paddleWithItsInputs(facts))
        .or(() -> OtxRules.hierarchical(facts))
        .or(() -> PictureRules.classification(facts))
        .or(() -> PictureRules.semantic(facts))
        .map(List::of)
        .orElse(List.of());
  }

  /** A table decides when nothing but maps is beside it. */
  private static List<HeadChoice> tables(GraphFacts facts) {
    return facts
        .table()
        .filter(table -> facts.outputs().size() == 1 + facts.maps().size())
        .map(table -> TableRules.fitting(facts, table))
        .orElse(List.of());
  }

  private static ModelException unknown(ModelGraph graph) {
    return new ModelException(
        ("No known head fits the model. Inputs: %s. Outputs: %s. If you know what it is, say so"
                + " with --settings '{\"head\": \"…\"}', one of %s; if its input size is free, add"
                + " img_size.")
            .formatted(
                GraphTensor.list(graph.inputs()),
                GraphTensor.list(graph.outputs()),
                HeadKind.names()));
  }

  private static ModelException ambiguous(ModelGraph graph, List<HeadChoice> fitting) {
    return new ModelException(
        "More than one head fits the model. Inputs: %s. Outputs: %s. Say which: %s."
            .formatted(
                GraphTensor.list(graph.inputs()),
                GraphTensor.list(graph.outputs()),
                fitting.stream()
                    .map(
                        choice ->
                            "--settings '{\"head\": \"%s\"}' (%s)"
                                .formatted(choice.kind().settingName(), choice.family()))
                    .collect(Collectors.joining(" or "))));
  }
}
