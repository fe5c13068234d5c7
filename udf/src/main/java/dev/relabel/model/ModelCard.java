package dev.relabel.model;

import dev.relabel.annotation.LabelClass;
import java.util.List;
import java.util.Optional;

/**
 * What a model is and which settings are in force.
 *
 * @param name a name for people, usually the file's without its ending
 * @param sha256 hex SHA-256 of the file, with its data files where it has some
 * @param classes the classes it predicts, in the order of their index; a class filter does not
 *     shorten the list
 * @param onnx the rest, for a model that is an ONNX file
 */
public record ModelCard(
    String name, String sha256, List<LabelClass> classes, Optional<OnnxCard> onnx) {
  public ModelCard {
    classes = List.copyOf(classes);
  }

  /** The card of a model that is not a file. */
  public ModelCard(String name, String sha256, List<LabelClass> classes) {
    this(name, sha256, classes, Optional.empty());
  }
}
