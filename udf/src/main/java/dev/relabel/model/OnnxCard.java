package dev.relabel.model;

import dev.relabel.image.InputFormat;
import java.util.List;

/**
 * What an ONNX file is and how it is used.
 *
 * @param fileBytes size of the file, with its data files
 * @param graph inputs, outputs and metadata
 * @param head the layout of its outputs
 * @param family the family of models that it was recognised as, for people
 * @param input how it wants one image
 * @param classNamesFrom where the class names come from
 * @param settings every setting in force; opening the same file with these gives the same model
 * @param licence what the file says about its licence; empty when it says nothing
 * @param notes what a person should know, such as assumed class names
 */
public record OnnxCard(
    long fileBytes,
    ModelGraph graph,
    HeadKind head,
    String family,
    InputFormat input,
    ClassNamesFrom classNamesFrom,
    ModelSettings settings,
    String licence,
    List<String> notes) {
  public OnnxCard {
    notes = List.copyOf(notes);
  }
}
