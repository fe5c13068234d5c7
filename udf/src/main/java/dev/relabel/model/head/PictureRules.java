package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import java.util.List;
import java.util.Optional;

/** Rules for models that speak of the whole picture or of each pixel. */
final class PictureRules {
  private PictureRules() {}

  /** One number per class: [N,C], or [N,C,1,1] of networks that keep the map's axes. */
  static Optional<HeadChoice> classification(GraphFacts facts) {
    List<GraphTensor> outputs = facts.outputs();
    if (outputs.size() != 1 || outputs.get(0).isInteger()) {
      return Optional.empty();
    }
    GraphTensor output = outputs.get(0);
    boolean isRow = output.rank() == 2;
    boolean isPoint = output.rank() == 4 && output.dim(2) == 1 && output.dim(3) == 1;
    if (!(isRow || isPoint) || output.dim(1) == 0) {
      return Optional.empty();
    }
    int classes = output.dim(1) > 0 ? Math.toIntExact(output.dim(1)) : facts.namedClasses();
    return classes > 0
        ? Optional.of(HeadChoice.of(HeadKind.CLASSIFICATION, classes, output.name()))
        : Optional.empty();
  }

  /** A map for each class, one map, or the index of the class of each pixel. */
  static Optional<HeadChoice> semantic(GraphFacts facts) {
    List<GraphTensor> outputs = facts.outputs();
    if (outputs.size() != 1) {
      return Optional.empty();
    }
    GraphTensor output = outputs.get(0);
    if (output.isInteger()) {
      boolean isMap =
          output.rank() == 3 || (output.rank() == 4 && (output.dim(1) == 1 || output.dim(3) == 1));
      return isMap
          ? Optional.of(choice(HeadKind.CLASS_MAP, output, facts.namedClasses()))
          : Optional.empty();
    }
    if (output.rank() != 4) {
      return Optional.empty();
    }
    long classes = output.dim(classAxis(facts, output));
    return classes > 0
        ? Optional.of(choice(HeadKind.SEMANTIC, output, Math.toIntExact(classes)))
        : Optional.empty();
  }

  private static HeadChoice choice(HeadKind kind, GraphTensor output, int classes) {
    return HeadChoice.of(kind, classes, output.name());
  }

  /** Where the classes are: as many as are named, or else where fewer numbers are. */
  static int classAxis(GraphFacts facts, GraphTensor output) {
    long named = facts.namedClasses();
    if (named > 0 && output.dim(1) != output.dim(3)) {
      if (output.dim(1) == named || output.dim(1) == named + 1) {
        return 1;
      }
      if (output.dim(3) == named || output.dim(3) == named + 1) {
        return 3;
      }
    }
    boolean isLast = output.dim(3) > 0 && (output.dim(1) < 0 || output.dim(3) < output.dim(1));
    return isLast ? 3 : 1;
  }
}
