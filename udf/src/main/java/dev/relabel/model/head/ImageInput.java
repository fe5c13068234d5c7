package dev.relabel.model.head;

import dev.relabel.image.InputFormat.Element;
import dev.relabel.image.InputFormat.Layout;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import java.util.List;
import java.util.stream.Stream;

/**
 * The input that takes the picture.
 *
 * @param tensor the input
 * @param layout order of its axes
 * @param element type of its numbers
 */
public record ImageInput(GraphTensor tensor, Layout layout, Element element) {

  /**
   * Finds it: the one input with four axes or, where none has, with three: a picture without a
   * batch.
   *
   * @throws ModelException if there is none, or its axes, channels or type cannot be served
   */
  public static ImageInput of(ModelGraph graph, ModelSettings given) {
    List<GraphTensor> pictures = pictures(graph, 4);
    if (pictures.isEmpty()) {
      pictures = pictures(graph, 3);
    }
    if (pictures.size() != 1) {
      throw new ModelException(
          "The model needs exactly one input with four axes for the picture; it has: "
              + GraphTensor.list(graph.inputs()));
    }
    GraphTensor tensor = pictures.get(0);
    Layout layout = given.layout().orElseGet(() -> layout(tensor));
    long channels = tensor.dim(layout == Layout.CHW ? -3 : -1);
    if (channels != 3 && channels != GraphTensor.FREE) {
      throw new ModelException(
          "Input %s takes %s channels in layout %s; only pictures with 3 channels can be given."
              .formatted(tensor, channels, layout));
    }
    for (GraphTensor other : graph.inputs()) {
      if (!other.equals(tensor) && SideInput.of(other).isEmpty()) {
        throw new ModelException(
            "The model wants a second input, %s, that is not known. Export it without."
                .formatted(other));
      }
    }
    return new ImageInput(tensor, layout, element(tensor));
  }

  private static List<GraphTensor> pictures(ModelGraph graph, int axes) {
    return graph.inputs().stream()
        .filter(input -> input.rank() == axes && SideInput.of(input).isEmpty())
        .toList();
  }

  private static Layout layout(GraphTensor tensor) {
    boolean first = tensor.dim(-3) == 1 || tensor.dim(-3) == 3;
    boolean last = tensor.dim(-1) == 1 || tensor.dim(-1) == 3;
    if (first == last) {
      throw new ModelException(
          ("Input %s does not show where its channels are. Say so with --settings"
                  + " '{\"layout\": \"chw\"}' or '{\"layout\": \"hwc\"}'.")
              .formatted(tensor));
    }
    return first ? Layout.CHW : Layout.HWC;
  }

  private static Element element(GraphTensor tensor) {
    return switch (tensor.type()) {
      case "float32" -> Element.FLOAT32;
      case "float16" -> Element.FLOAT16;
      case "uint8" -> Element.UINT8;
      default ->
          throw new ModelException(
              "Input %s takes %s numbers; float32, float16 and uint8 can be given."
                  .formatted(tensor, tensor.type()));
    };
  }

  /** Whether boxes are scaled to a size that an input says. */
  public static boolean isSized(ModelGraph graph) {
    return sides(graph).stream().anyMatch(side -> side.kind() == SideInput.Kind.TARGET_SIZES);
  }

  /** The inputs beside the picture. */
  public static List<SideInput> sides(ModelGraph graph) {
    return graph.inputs().stream().flatMap(input -> SideInput.of(input).stream()).toList();
  }

  /** Rows of the input, or {@link GraphTensor#FREE}. */
  public long height() {
    return tensor.dim(layout == Layout.CHW ? -2 : -3);
  }

  /** Columns of the input, or {@link GraphTensor#FREE}. */
  public long width() {
    return tensor.dim(layout == Layout.CHW ? -1 : -2);
  }

  /** The input's shape for that many pictures of that size. */
  public List<Long> shape(long pictures, long width, long height) {
    List<Long> picture =
        layout == Layout.CHW ? List.of(3L, height, width) : List.of(height, width, 3L);
    return hasBatch() ? Stream.concat(Stream.of(pictures), picture.stream()).toList() : picture;
  }

  private boolean hasBatch() {
    return tensor.rank() == 4;
  }

  /** Images in a batch, or {@link GraphTensor#FREE}. */
  public long batch() {
    return hasBatch() ? tensor.dim(0) : 1;
  }

  /** Whether the graph leaves rows or columns open. */
  public boolean isFreeSize() {
    return height() == GraphTensor.FREE || width() == GraphTensor.FREE;
  }
}
