package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The settings file beside a model: for {@code detector.onnx} it is {@code detector.relabel.yaml}.
 */
final class Sidecar {
  private static final String ENDING = ".relabel.yaml";

  private Sidecar() {}

  /**
   * Its settings; nothing set when there is no such file.
   *
   * @throws ModelException naming the file, if it cannot be read or is wrong
   */
  static ModelSettings of(OnnxFile model) {
    Path sidecar = model.path().resolveSibling(model.name() + ENDING);
    if (!Files.exists(sidecar)) {
      return ModelSettings.NONE;
    }
    try {
      return ModelSettings.parse(Files.readString(sidecar));
    } catch (IOException e) {
      throw new ModelException(
          "Settings file %s cannot be read: %s.".formatted(sidecar, e.getMessage()), e);
    } catch (ModelException e) {
      throw new ModelException("Settings file %s: %s".formatted(sidecar, e.getMessage()), e);
    }
  }
}
