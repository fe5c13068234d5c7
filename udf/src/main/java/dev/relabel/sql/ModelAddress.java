package dev.relabel.sql;

import dev.relabel.model.ModelException;
import dev.relabel.model.onnx.FetchedModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/**
 * Where a model is, as people write it in SQL: a path that every machine has, the name of a file
 * that Spark has brought ({@code --files}, {@code addFile}), or an address on a file system that
 * Hadoop knows, such as {@code s3a:} or {@code hdfs:}.
 */
record ModelAddress(String text) implements Serializable {
  ModelAddress {
    if (text.isBlank()) {
      throw new ModelException("The model is an empty text; it has to name an ONNX file.");
    }
    if (text.regionMatches(true, 0, "http:", 0, 5) || text.regionMatches(true, 0, "https:", 0, 6)) {
      throw new ModelException(
          "SQL functions take no models from the web. Put the file on a file system that Spark"
              + " knows, or bring it with --files.");
    }
  }

  private boolean isRemote() {
    return text.contains(":/");
  }

  /**
   * A text that is another one when the file or the settings beside it have changed.
   *
   * @throws ModelException if there is no such file
   */
  String version(HadoopSettings hadoop) {
    try {
      if (isRemote()) {
        HadoopFolder folder = folder(hadoop);
        return folder.version(name()).orElse("") + folder.found(FetchedModel.sidecar(name()));
      }
      Path file = here();
      Path sidecar = file.resolveSibling(FetchedModel.sidecar(file.getFileName().toString()));
      return version(file) + (Files.exists(sidecar) ? version(sidecar) : "");
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static String version(Path file) throws IOException {
    return "%s %s %s ".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
  }

  /**
   * The file on this machine's disk.
   *
   * @param isCopy whether it is in a folder of its own, for the caller to delete
   */
  record LocalFile(Path path, boolean isCopy) {}

  /**
   * Brings the file to this machine's disk if it is elsewhere.
   *
   * @throws ModelException if there is no such file
   */
  LocalFile fetch(HadoopSettings hadoop) {
    try {
      return isRemote()
          ? new LocalFile(FetchedModel.fetch(folder(hadoop), name()), true)
          : new LocalFile(here(), false);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private org.apache.hadoop.fs.Path remote() {
    return new org.apache.hadoop.fs.Path(text);
  }

  private String name() {
    return remote().getName();
  }

  private HadoopFolder folder(HadoopSettings hadoop) throws IOException {
    return HadoopFolder.of(remote(), hadoop.configuration());
  }

  private Path here() throws FileNotFoundException {
    Path file;
    try {
      file = Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("this is no path", e);
    }
    if (Files.isRegularFile(file)) {
      return file;
    }
    if (SparkEnv.get() != null && file.getFileName() != null) {
      Path brought = Path.of(SparkFiles.getRootDirectory()).resolve(file.getFileName());
      if (Files.isRegularFile(brought)) {
        return brought;
      }
    }
    throw new FileNotFoundException(
        "it is neither on this machine nor among the files that Spark has brought (--files)");
  }

  private ModelException unreadable(Exception why) {
    return new ModelException(
        "The model %s cannot be read: %s".formatted(text, why.getMessage()), why);
  }
}
