package dev.relabel.cli;

import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.ExternalData;
import dev.relabel.model.onnx.HuggingFaceFiles;
import dev.relabel.model.onnx.Models;
import dev.relabel.stage.ModelChoice;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Brings a model file to this machine's disk and finds out what it is. */
final class ModelFiles {
  private static final String SIDECAR = ".relabel.yaml";
  private static final String SPARK_HADOOP = "spark.hadoop.";

  private ModelFiles() {}

  /**
   * Opens a model.
   *
   * @param address a path, or an address on a file system that Hadoop knows
   */
  static ModelChoice.OfFile open(String address, ModelSettings settings, Device device) {
    Path file = address.contains(":/") ? fetched(address) : Path.of(address);
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "There is no model file %s. --model names an ONNX file.".formatted(address));
    }
    ModelCard card = Models.inspect(file, settings);
    // With those of the sidecar and the file itself, so that the run and its executors use what the
    // driver has seen, whatever becomes of the sidecar.
    ModelSettings inForce =
        card.onnx().map(onnx -> settings.orElse(onnx.settings())).orElse(settings);
    return new ModelChoice.OfFile(file, card, inForce, device);
  }

  /** Hadoop's settings as spark-submit passes them, before there is a session. */
  private static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    System.getProperties()
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith(SPARK_HADOOP)) {
                hadoop.set(name.toString().substring(SPARK_HADOOP.length()), value.toString());
              }
            });
    return hadoop;
  }

  private static Path copy(FileSystem files, org.apache.hadoop.fs.Path remote, Path folder)
      throws IOException {
    Path file = folder.resolve(remote.getName());
    files.copyToLocalFile(false, remote, new org.apache.hadoop.fs.Path(file.toUri()), true);
    file.toFile().deleteOnExit();
    return file;
  }

  private static Path fetched(String address) {
    try {
      org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(address);
      FileSystem files = remote.getFileSystem(hadoop());
      Path folder = Files.createTempDirectory("relabel-model");
      folder.toFile().deleteOnExit();
      Path file = copy(files, remote, folder);
      org.apache.hadoop.fs.Path sidecar =
          new org.apache.hadoop.fs.Path(
              remote.getParent(), remote.getName().replaceFirst("\\.onnx$", "") + SIDECAR);
      if (files.exists(sidecar)) {
        copy(files, sidecar, folder);
      }
      org.apache.hadoop.fs.Path above = remote.getParent();
      boolean isExports = above.getName().equals(HuggingFaceFiles.EXPORTS) && !above.isRoot();
      for (String name : HuggingFaceFiles.NAMES) {
        org.apache.hadoop.fs.Path beside = new org.apache.hadoop.fs.Path(above, name);
        if (isExports && !files.exists(beside)) {
          beside = new org.apache.hadoop.fs.Path(above.getParent(), name);
        }
        if (files.exists(beside)) {
          copy(files, beside, folder);
        }
      }
      for (String data : ExternalData.names(file)) {
        copy(files, new org.apache.hadoop.fs.Path(remote.getParent(), data), folder);
      }
      return file;
    } catch (FileNotFoundException e) {
      throw new UsageException(
          "There is no model file %s, or a data file of it is missing: %s"
              .formatted(address, e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "The model %s cannot be read: %s".formatted(address, e.getMessage()));
    }
  }
}
