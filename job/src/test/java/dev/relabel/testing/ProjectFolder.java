package dev.relabel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A project in Supervisely's directory format, without any class, made of images or of videos. */
public final class ProjectFolder {
  private static final String META =
      """
      {"classes": [], "tags": [], "projectType": "images"}
      """;

  private static final String EMPTY_VIDEO =
      """
      {"description": "", "key": "5f8b1c0e9d7a4c3b8e2f6a1d0c9b8a77", "tags": [], "objects": [], "frames": []}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  private ProjectFolder(Path directory) {
    this.directory = directory;
  }

  /** Makes an empty project. */
  public static ProjectFolder in(Path directory) {
    write(directory.resolve("meta.json"), META.getBytes(StandardCharsets.UTF_8));
    return new ProjectFolder(directory);
  }

  /** A project that is there already. */
  public static ProjectFolder at(Path directory) {
    return new ProjectFolder(directory);
  }

  /**
   * Adds an image file.
   *
   * @param dataset its dataset with the parents' names before it, joined by slashes
   */
  public ProjectFolder image(String dataset, String name, byte[] content) {
    write(folder(dataset).resolve("img").resolve(name), content);
    return this;
  }

  /** Adds a video file with an empty annotation; the project is one of videos from then on. */
  public ProjectFolder video(String dataset, String name, Path content) {
    ObjectNode meta = json(directory.resolve("meta.json"));
    write(directory.resolve("meta.json"), bytes(meta.put("projectType", "videos")));
    write(folder(dataset).resolve("video").resolve(name), read(content));
    return annotation(dataset, name, EMPTY_VIDEO);
  }

  /** Adds image files under their own names. */
  public ProjectFolder images(String dataset, List<Path> files) {
    for (Path file : files) {
      image(dataset, file.getFileName().toString(), read(file));
    }
    return this;
  }

  /** Copies one image of another project with its annotation. */
  public ProjectFolder copy(Path project, String dataset, String name) {
    Path from = folder(project, dataset);
    image(dataset, name, read(from.resolve("img").resolve(name)));
    String annotation = "ann/" + name + ".json";
    write(folder(dataset).resolve(annotation), read(from.resolve(annotation)));
    return this;
  }

  /** Copies all of another project. */
  public ProjectFolder copyAll(Path project) {
    try (Stream<Path> files = Files.walk(project)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> write(directory.resolve(project.relativize(file)), read(file)));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the classes and tags. */
  public ProjectFolder meta(String json) {
    write(directory.resolve("meta.json"), json.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds the annotation of an image or video, in the form of files. */
  public ProjectFolder annotation(String dataset, String name, String json) {
    write(
        folder(dataset).resolve("ann").resolve(name + ".json"),
        json.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Copies the classes and tags of another project; what this one holds stays the same. */
  public ProjectFolder classesOf(Path project) {
    JsonNode type = json(directory.resolve("meta.json")).path("projectType");
    ObjectNode meta = json(project.resolve("meta.json"));
    write(directory.resolve("meta.json"), bytes(meta.put("projectType", type.asText("images"))));
    return this;
  }

  /** The project's directory. */
  public Path directory() {
    return directory;
  }

  /** The encoded bytes of an image. */
  public byte[] read(String dataset, String name) {
    return read(folder(dataset).resolve("img").resolve(name));
  }

  /** Every file below a directory that is not hidden, with its content, one line each. */
  public static List<String> contentOf(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(directory::relativize)
          .filter(file -> !file.toString().startsWith("."))
          .map(file -> file + " " + Arrays.hashCode(read(directory.resolve(file))))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(String dataset) {
    return folder(directory, dataset);
  }

  private static Path folder(Path project, String dataset) {
    return project.resolve(dataset.replace("/", "/datasets/"));
  }

  private static ObjectNode json(Path file) {
    try {
      return (ObjectNode) JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
