package dev.relabel.stage;

import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceOptions;
import dev.relabel.model.onnx.ExternalData;
import dev.relabel.platform.ModelServerConnection;
import dev.relabel.run.RunException;
import dev.relabel.serving.ServedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** The run's model on the driver, opened once and found usable. */
public sealed interface ModelChoice {

  /** What it is. */
  ModelCard card();

  /** The settings that a person gave, and those of files beside the model, as JSON. */
  String settingsJson();

  /** The model for executors, which have what it takes from now on. */
  RunModel ship(JavaSparkContext context);

  /**
   * A model file.
   *
   * @param file the file on the driver's disk
   * @param settings settings in force
   * @param device what it runs on
   * @param options how a card is used
   */
  record OfFile(
      Path file, ModelCard card, ModelSettings settings, Device device, DeviceOptions options)
      implements ModelChoice {
    @Override
    public String settingsJson() {
      // A run does not go on with another precision, as its labels would differ.
      return options.precision() == DeviceOptions.Precision.FP32
          ? settings.toJson()
          : "%s %s".formatted(settings.toJson(), options.precision());
    }

    @Override
    public RunModel ship(JavaSparkContext context) {
      Path whole = file.toAbsolutePath();
      if (!context.isLocal()) {
        addFile(context, whole);
        ExternalData.names(file).forEach(data -> addFile(context, whole.resolveSibling(data)));
      }
      return new ShippedModel(
          whole.toString(), card.sha256(), settings, device.toString(), options);
    }

    /** Spark sends a link under its target's name, which nobody would look for. */
    private static void addFile(JavaSparkContext context, Path file) {
      try {
        Path real = file.toRealPath();
        if (real.getFileName().equals(file.getFileName())) {
          context.addFile(real.toString());
          return;
        }
        Path folder = Files.createTempDirectory("relabel-model");
        folder.toFile().deleteOnExit();
        Path copy = Files.copy(real, folder.resolve(file.getFileName()));
        copy.toFile().deleteOnExit();
        context.addFile(copy.toString());
      } catch (IOException e) {
        throw new RunException(
            "The model file %s cannot be sent to the executors: %s".formatted(file, e.getMessage()),
            e);
      }
    }
  }

  /**
   * A model that runs on a server.
   *
   * @param connection where it runs
   * @param settings the explicit settings
   */
  record OnServer(ModelServerConnection connection, ModelCard card, ServedSettings settings)
      implements ModelChoice {
    @Override
    public String settingsJson() {
      return settings.toJson();
    }

    @Override
    public RunModel ship(JavaSparkContext context) {
      return new RemoteModel(connection, card.sha256(), settings);
    }
  }
}
