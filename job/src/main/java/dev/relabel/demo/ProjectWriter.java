package dev.relabel.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes a project directory in Supervisely's format: {@code meta.json}, and per dataset {@code
 * img/NAME} with {@code ann/NAME.json}. Boxes are whole pixels there, the last row and column
 * included.
 */
final class ProjectWriter {
  /** High enough that letters keep clean edges. */
  private static final float JPEG_QUALITY = 0.92f;

  private static final JsonMapper JSON = new JsonMapper();

  private final Path project;

  ProjectWriter(Path project) {
    this.project = project;
  }

  /** Writes the project's meta with one class of boxes. */
  void writeMeta(String boxClass) throws IOException {
    ObjectNode meta = JSON.createObjectNode();
    meta.putArray("classes")
        .addObject()
        .put("title", boxClass)
        .put("shape", "rectangle")
        .put("color", "#F2711C")
        .put("hotkey", "")
        .putObject("geometry_config");
    meta.putArray("tags");
    meta.put("projectType", "images");
    writeJson(project.resolve("meta.json"), meta);
  }

  /** Writes one picture and the boxes, of whole pixels, that a "person" drew on it. */
  void writeImage(Path dataset, String name, BufferedImage pixels, List<Rectangle> drawn)
      throws IOException {
    Path image = project.resolve(dataset).resolve("img").resolve(name);
    Files.createDirectories(image.getParent());
    if (name.endsWith(".jpg")) {
      writeJpeg(image, pixels);
    } else {
      ImageIO.write(pixels, name.substring(name.lastIndexOf('.') + 1), image.toFile());
    }
    ObjectNode annotation = JSON.createObjectNode().put("description", "");
    annotation.putObject("size").put("height", pixels.getHeight()).put("width", pixels.getWidth());
    annotation.putArray("tags");
    ArrayNode objects = annotation.putArray("objects");
    for (Rectangle box : drawn) {
      objects.add(personsBox(box));
    }
    writeJson(project.resolve(dataset).resolve("ann").resolve(name + ".json"), annotation);
  }

  private static ObjectNode personsBox(Rectangle box) {
    ObjectNode object =
        JSON.createObjectNode()
            .put("classTitle", DemoProject.PERSONS_CLASS)
            .put("description", "")
            .put("geometryType", "rectangle")
            .put("shape", "rectangle")
            .put("labelerLogin", "person")
            .put("createdAt", "2026-01-05T09:00:00.000Z")
            .put("updatedAt", "2026-01-05T09:00:00.000Z")
            .put("nnCreated", false)
            .put("nnUpdated", false);
    object.putArray("tags");
    ObjectNode points = object.putObject("points");
    ArrayNode exterior = points.putArray("exterior");
    exterior.addArray().add((int) box.left()).add((int) box.top());
    exterior.addArray().add((int) box.right() - 1).add((int) box.bottom() - 1);
    points.putArray("interior");
    return object;
  }

  private static void writeJpeg(Path file, BufferedImage pixels) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (OutputStream bytes = Files.newOutputStream(file);
        ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(pixels, null, null), settings);
    } finally {
      writer.dispose();
    }
  }

  private static void writeJson(Path file, ObjectNode content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, JSON.writeValueAsBytes(content));
  }
}
