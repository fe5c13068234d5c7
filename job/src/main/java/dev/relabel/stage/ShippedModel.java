package dev.relabel.stage;

import dev.relabel.model.Model;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import dev.relabel.run.RunException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkFiles;

/**
 * How an executor opens the run's model.
 *
 * @param file the file on the driver's disk; to other machines Spark brings it
 * @param sha256 hex SHA-256 that the file must have
 * @param settings the explicit settings
 * @param device the device asked for: {@code auto}, {@code cpu}, {@code cuda} or {@code tensorrt},
 *     with an optional index
 */
record ShippedModel(String file, String sha256, ModelSettings settings, String device)
    implements Serializable {

  ShippedModel on(Device other) {
    return new ShippedModel(file, sha256, settings, other.toString());
  }

  Model open(DeviceSessions sessions) {
    Path here = Path.of(file);
    if (!Files.isRegularFile(here)) {
      here = Path.of(SparkFiles.get(here.getFileName().toString()));
    }
    Model model = Models.open(here, Device.parse(device), settings, sessions);
    if (!model.card().sha256().equals(sha256)) {
      model.close();
      throw new RunException(
          "The model file %s has changed since the run began. Put the old one back, or start a new"
                  .formatted(here)
              + " run with another --run-dir.",
          null);
    }
    return model;
  }
}
