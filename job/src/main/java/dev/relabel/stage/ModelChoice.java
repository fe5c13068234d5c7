package dev.relabel.stage;

import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.ExternalData;
import dev.relabel.platform.ModelServerConnection;
import dev.relabel.serving.ServedSettings;
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
   */
  record OfFile(Path file, ModelCard card, ModelSettings settings, Device device)
      implements ModelChoice {
    @Override
    public String settingsJson() {
      return settings.toJson();
    }

    @Override
    public RunModel ship(JavaSparkContext context) {
      Path whole = file.toAbsolutePath();
      if (!context.isLocal()) {
        context.addFile(whole.toString());
        ExternalData.names(file)
            .forEach(data -> context.addFile(whole.resolveSibling(data).toString()));
      }
      return new ShippedModel(whole.toString(), card.sha256(), settings, device.toString());
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
