package dev.relabel.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model file says about itself.
 *
 * @param producer the program that wrote it; may be empty
 * @param inputs inputs in the order of the graph
 * @param outputs outputs in the order of the graph
 * @param metadata its own keys and values (ONNX {@code metadata_props})
 */
public record ModelGraph(
    String producer,
    List<GraphTensor> inputs,
    List<GraphTensor> outputs,
    SortedMap<String, String> metadata) {
  public ModelGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  /** A graph with metadata in any map. */
  public static ModelGraph of(
      String producer,
      List<GraphTensor> inputs,
      List<GraphTensor> outputs,
      Map<String, String> metadata) {
    return new ModelGraph(producer, inputs, outputs, new TreeMap<>(metadata));
  }

  /** The output of this name; the {@code :0} of TensorFlow does not count. */
  public Optional<GraphTensor> output(String name) {
    return outputs.stream().filter(output -> plain(output.name()).equals(name)).findFirst();
  }

  /** The same graph with shapes of outputs that have been found out otherwise. */
  public ModelGraph withOutputs(List<GraphTensor> known) {
    return new ModelGraph(producer, inputs, known, metadata);
  }

  private static String plain(String name) {
    return name.endsWith(":0") ? name.substring(0, name.length() - 2) : name;
  }
}
