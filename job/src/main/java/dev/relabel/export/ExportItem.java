package dev.relabel.export;

import dev.relabel.annotation.Label;
import java.util.List;
import java.util.Objects;

/**
 * One image with its predictions, as exports take it.
 *
 * @param id the platform's ID of the image; empty when no platform knows it
 * @param fileName its name with the folders or datasets above it, joined by slashes
 * @param width columns, positive
 * @param height rows, positive
 * @param labels what was found on it, in pixels of this width and height
 */
public record ExportItem(String id, String fileName, int width, int height, List<Label> labels) {
  public ExportItem {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(fileName, "fileName");
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "An image has a positive size, not %s × %s (%s)".formatted(width, height, fileName));
    }
    labels = List.copyOf(labels);
  }
}
