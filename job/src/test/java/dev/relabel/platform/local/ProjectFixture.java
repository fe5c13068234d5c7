package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes projects in Supervisely's directory format, as other tools leave them. */
public final class ProjectFixture {
  /** Classes {@code car} (rectangle), {@code road} (polygon), {@code thing} (any) and two tags. */
  public static final String META =
      json(
          """
          {'classes':[
             {'title':'car','shape':'rectangle','color':'#FF0000','geometry_config':{},'hotkey':''},
             {'title':'road','shape':'polygon','color':'#00FF00','geometry_config':{},'hotkey':''},
             {'title':'thing','shape':'any','color':'#0000FF','geometry_config':{},'hotkey':''}],
           'tags':[
             {'name':'confidence','value_type':'any_number','color':'#0F8A50','classes':[]},
             {'name':'night','value_type':'none','color':'#0F8A50','classes':[]}],
           'projectType':'images'}
          """);

  private final Path directory;

  private ProjectFixture(Path directory) {
    this.directory = directory;
  }

  /** Makes a project with {@link #META} and no dataset. */
  public static ProjectFixture in(Path directory) {
    write(directory.resolve("meta.json"), META);
    return new ProjectFixture(directory);
  }

  /** Adds a PNG without an annotation file. */
  public ProjectFixture image(String dataset, String name, int width, int height) {
    write(directory.resolve(dataset).resolve("img").resolve(name), png(width, height));
    return this;
  }

  /** Adds a PNG with an annotation. */
  public ProjectFixture annotated(
      String dataset, String name, int width, int height, String objects) {
    image(dataset, name, width, height);
    String annotation =
        "{'description':'','size':{'height':%s,'width':%s},'tags':[],'objects':[%s]}"
            .formatted(height, width, objects);
    write(directory.resolve(dataset).resolve("ann").resolve(name + ".json"), json(annotation));
    return this;
  }

  /** A rectangle of class {@code car} in file form, without an ID. */
  public static String car(int left, int top, int right, int bottom) {
    return ("{'classTitle':'car','geometryType':'rectangle','tags':[],'mystery':7,"
            + "'points':{'exterior':[[%s,%s],[%s,%s]],'interior':[]}}")
        .formatted(left, top, right, bottom);
  }

  /** JSON from a text with single quotes. */
  public static String json(String text) {
    return text.replace('\'', '"');
  }

  /** A PNG whose content depends on its size. */
  public static byte[] png(int width, int height) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String content) {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON in a file, compactly. */
  public static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
