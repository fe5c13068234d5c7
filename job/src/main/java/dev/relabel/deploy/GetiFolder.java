package dev.relabel.deploy;

import dev.relabel.model.onnx.ModelFolder;
import dev.relabel.platform.geti.GetiModels;
import dev.relabel.platform.geti.TrainedModel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one file that a Geti server exports of a model.
 *
 * @param file what it is called here
 */
record GetiFolder(GetiModels models, TrainedModel model, String file) implements ModelFolder {
  @Override
  public boolean copy(String name, Path to, long mostBytes) {
    if (!name.equals(file)) {
      return false;
    }
    models.download(model, to);
    return true;
  }

  @Override
  public Optional<String> version(String name) {
    return name.equals(file) ? Optional.of(model.version()) : Optional.empty();
  }
}
