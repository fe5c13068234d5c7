package dev.relabel.annotation;

import java.util.List;

/**
 * Everything known about one image.
 *
 * @param width image width in pixels, in the frame that the geometries use
 * @param height image height in pixels, in the same frame
 * @param labels the objects on it, in no particular order
 * @param tags attributes of the whole image
 */
public record Annotation(int width, int height, List<Label> labels, List<Tag> tags) {
  public Annotation {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "An image has a positive size, not %s × %s".formatted(width, height));
    }
    labels = List.copyOf(labels);
    tags = List.copyOf(tags);
  }

  /** An annotation with labels and no image tags. */
  public static Annotation of(int width, int height, List<Label> labels) {
    return new Annotation(width, height, labels, List.of());
  }

  /** The same image with other labels. */
  public Annotation withLabels(List<Label> others) {
    return new Annotation(width, height, others, tags);
  }
}
