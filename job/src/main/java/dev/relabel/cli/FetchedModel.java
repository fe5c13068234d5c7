package dev.relabel.cli;

import dev.relabel.model.onnx.ExternalData;
import dev.relabel.model.onnx.HuggingFaceFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Copies a model to this machine's disk, with everything that belongs to it. */
final class FetchedModel {
  private static final String SIDECAR = ".relabel.yaml";

  private FetchedModel() {}

  /**
   * Copies the file, its sidecar, its data files and what Hugging Face keeps beside it into a new
   * folder, which is removed when the program ends.
   *
   * @param name the file's name
   * @throws FileNotFoundException if the file, or a data file that it needs, is missing
   */
  static Path fetch(ModelFolder from, String name) throws IOException {
    Path folder = Files.createTempDirectory("relabel-model");
    folder.toFile().deleteOnExit();
    Path file = folder.resolve(name);
    require(from, name, file);
    copy(from, name.replaceFirst("\\.onnx$", "") + SIDECAR, folder);
    if (name.startsWith("model")) {
      Optional<ModelFolder> above = from.above();
      for (String beside : HuggingFaceFiles.NAMES) {
        if (!copy(from, beside, folder) && above.isPresent()) {
          copy(above.get(), beside, folder);
        }
      }
    }
    for (String data : ExternalData.names(file)) {
      require(from, data, folder.resolve(data));
    }
    return file;
  }

  /** Whether a model that was fetched has settings of its own beside it. */
  static boolean hasSidecar(Path file) {
    return Files.exists(
        file.resolveSibling(file.getFileName().toString().replaceFirst("\\.onnx$", "") + SIDECAR));
  }

  private static boolean copy(ModelFolder from, String name, Path folder) throws IOException {
    Path to = folder.resolve(name);
    to.toFile().deleteOnExit();
    return from.copy(name, to);
  }

  private static void require(ModelFolder from, String name, Path to) throws IOException {
    to.toFile().deleteOnExit();
    if (!from.copy(name, to)) {
      throw new FileNotFoundException(name);
    }
  }
}
