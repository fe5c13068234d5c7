package dev.relabel.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the text of the demo's pictures is, and what a person had drawn on them before any run.
 *
 * <p>As a file: {@code {"images":[{"dataset":"street/shops","name":"shop-01.jpg","width":1280,
 * "height":960,"texts":[{"text":"OPEN","corners":[[x,y],[x,y],[x,y],[x,y]]}],
 * "drawn":[[left,top,right,bottom]]}]}}.
 *
 * @param images every picture of the project
 */
public record GroundTruth(List<Image> images) {
  private static final JsonMapper JSON = new JsonMapper();

  public GroundTruth {
    images = List.copyOf(images);
  }

  /**
   * One picture.
   *
   * @param dataset its dataset with the parents' names before it, joined by slashes
   * @param name its file name, unique in the dataset
   * @param width columns
   * @param height rows
   * @param texts the lines of text on it, each farther from the others than words of one line
   * @param drawn boxes of class {@value DemoProject#PERSONS_CLASS} that a "person" drew, in whole
   *     pixels
   */
  public record Image(
      String dataset,
      String name,
      int width,
      int height,
      List<TextBox> texts,
      List<Rectangle> drawn) {
    public Image {
      texts = List.copyOf(texts);
      drawn = List.copyOf(drawn);
    }

    /** Dataset and name, joined by a slash: unique in the project. */
    public String path() {
      return dataset + "/" + name;
    }
  }

  /** Lines of text on all pictures. */
  public int textCount() {
    return images.stream().mapToInt(image -> image.texts().size()).sum();
  }

  /** Writes the file described above, replacing an older one. */
  public void write(Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode array = root.putArray("images");
    for (Image image : images) {
      ObjectNode node =
          array
              .addObject()
              .put("dataset", image.dataset())
              .put("name", image.name())
              .put("width", image.width())
              .put("height", image.height());
      ArrayNode texts = node.putArray("texts");
      for (TextBox box : image.texts()) {
        ArrayNode corners = texts.addObject().put("text", box.text()).putArray("corners");
        for (Point corner : box.outline().exterior()) {
          corners.addArray().add(corner.x()).add(corner.y());
        }
      }
      ArrayNode drawn = node.putArray("drawn");
      for (Rectangle box : image.drawn()) {
        drawn.addArray().add(box.left()).add(box.top()).add(box.right()).add(box.bottom());
      }
    }
    Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
  }

  /**
   * Reads the file described above.
   *
   * @throws IOException if it cannot be read or is not such a file
   */
  public static GroundTruth read(Path file) throws IOException {
    JsonNode root = JSON.readTree(Files.readAllBytes(file));
    try {
      List<Image> images = new ArrayList<>();
      for (JsonNode image : root.required("images")) {
        List<TextBox> texts = new ArrayList<>();
        for (JsonNode text : image.required("texts")) {
          List<Point> corners = new ArrayList<>();
          for (JsonNode corner : text.required("corners")) {
            corners.add(
                new Point(corner.required(0).doubleValue(), corner.required(1).doubleValue()));
          }
          texts.add(
              new TextBox(text.required("text").textValue(), new Polygon(corners, List.of())));
        }
        List<Rectangle> drawn = new ArrayList<>();
        for (JsonNode box : image.required("drawn")) {
          drawn.add(
              new Rectangle(
                  box.required(0).doubleValue(),
                  box.required(1).doubleValue(),
                  box.required(2).doubleValue(),
                  box.required(3).doubleValue()));
        }
        images.add(
            new Image(
                image.required("dataset").textValue(),
                image.required("name").textValue(),
                image.required("width").intValue(),
                image.required("height").intValue(),
                texts,
                drawn));
      }
      return new GroundTruth(images);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s is no ground truth of the demo: %s. Render the demo again."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
