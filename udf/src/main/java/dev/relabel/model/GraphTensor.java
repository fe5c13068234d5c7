package dev.relabel.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An input or output of a model's graph.
 *
 * @param name its name in the graph
 * @param type type of one number, such as {@code float32}, {@code float16}, {@code uint8}, {@code
 *     int64}
 * @param dims length of each axis; {@link #FREE} where the graph leaves it open
 */
public record GraphTensor(String name, String type, List<Long> dims) {
  /** Length of an axis that the graph leaves open. */
  public static final long FREE = -1;

  public GraphTensor {
    dims = dims.stream().map(dim -> dim < 0 ? FREE : dim).toList();
  }

  /** Number of axes. */
  public int rank() {
    return dims.size();
  }

  /** Length of an axis; negative numbers count from the last one, which is −1. */
  public long dim(int axis) {
    return dims.get(axis < 0 ? dims.size() + axis : axis);
  }

  /** Whether any axis but the first is open. */
  public boolean hasFreeInnerAxis() {
    return dims.stream().skip(1).anyMatch(dim -> dim == FREE);
  }

  /** Whether its numbers are integers. */
  public boolean isInteger() {
    return type.contains("int");
  }

  /** The shape for people: {@code [N,3,416,416]}, open axes as {@code N} (first) or {@code ?}. */
  public String shape() {
    StringBuilder text = new StringBuilder("[");
    for (int axis = 0; axis < dims.size(); axis++) {
      long dim = dims.get(axis);
      text.append(axis == 0 ? "" : ",").append(dim != FREE ? dim : axis == 0 ? "N" : "?");
    }
    return text.append(']').toString();
  }

  @Override
  public String toString() {
    return name + " " + type + shape();
  }

  /** Several of them for a message. */
  public static String list(List<GraphTensor> tensors) {
    return tensors.stream().map(GraphTensor::toString).collect(Collectors.joining(", "));
  }
}
