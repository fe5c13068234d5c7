package dev.relabel.cli;

import dev.relabel.annotation.Label;
import dev.relabel.client.Input;
import dev.relabel.client.Model;
import dev.relabel.client.Prediction;
import dev.relabel.client.Relabel;
import dev.relabel.deploy.Environment;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.platform.embedded.geti.LivePredictor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The model that a served project predicts with. */
final class OnnxPredictor implements LivePredictor, AutoCloseable {
  private final Path file;
  private final Relabel relabel;
  private final Model model;

  private OnnxPredictor(Path file, Relabel relabel, Model model) {
    this.file = file;
    this.relabel = relabel;
    this.model = model;
  }

  /**
   * Opens an ONNX file of this machine: clients may download it.
   *
   * @throws UsageException if there is no such file
   */
  static OnnxPredictor open(Path file, Environment environment) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "There is no file %s. --model takes an ONNX file of this machine.".formatted(file));
    }
    Relabel relabel = Relabel.with(environment);
    try {
      return new OnnxPredictor(file, relabel, relabel.deploy(file.toString()));
    } catch (RuntimeException e) {
      relabel.close();
      throw e;
    }
  }

  Path file() {
    return file;
  }

  @Override
  public List<Label> predict(byte[] image) {
    Prediction prediction = model.predict(Input.ofFile(image)).get(0);
    if (prediction.problem().isPresent()) {
      throw new UnreadableImageException(prediction.problem().get(), null);
    }
    return prediction.labels();
  }

  @Override
  public void close() {
    relabel.close();
  }
}
