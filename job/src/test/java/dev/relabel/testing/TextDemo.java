package dev.relabel.testing;

import dev.relabel.demo.DemoProject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The quickstart's drawn pictures of text and real models for them, in a directory that the process
 * removes when it ends. Drawing takes seconds, so all tests share them and change nothing.
 */
public final class TextDemo {
  /** The one class that the text detector knows. */
  public static final String TEXT = "text";

  private static final TextDemo INSTANCE = new TextDemo();

  private final Path directory;
  private final DemoProject demo;

  private TextDemo() {
    try {
      directory = Files.createTempDirectory("relabel-demo");
      Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "remove-demo"));
      demo = DemoProject.render(directory, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pictures. */
  public static TextDemo shared() {
    return INSTANCE;
  }

  /** The project with its true boxes. */
  public DemoProject demo() {
    return demo;
  }

  /** A text detector (PP-OCRv3). */
  public Path detector() {
    return unpacked("ch_PP-OCRv3_det_infer.onnx");
  }

  /** A model that tells whether text stands on its head: nothing that finds objects. */
  public Path classifier() {
    return unpacked("ch_ppocr_mobile_v2.0_cls_infer.onnx");
  }

  /**
   * A project with some of the pictures, their annotations included.
   *
   * @param pictures dataset paths and names, such as {@code street/shops/shop-01.jpg}
   */
  public ProjectFolder project(Path at, String... pictures) {
    ProjectFolder folder = ProjectFolder.in(at).classesOf(demo.project());
    for (String picture : pictures) {
      int name = picture.lastIndexOf('/');
      folder.copy(demo.project(), picture.substring(0, name), picture.substring(name + 1));
    }
    return folder;
  }

  /** The encoded bytes of a picture. */
  public byte[] picture(String dataset, String name) {
    return ProjectFolder.at(demo.project()).read(dataset, name);
  }

  private synchronized Path unpacked(String name) {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      return file;
    }
    try (InputStream model = TextDemo.class.getResourceAsStream("/models/" + name)) {
      if (model == null) {
        throw new IllegalStateException("models/%s is not on the class path".formatted(name));
      }
      Files.copy(model, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // A temporary directory that stays does no harm.
    }
  }
}
