package dev.relabel.stage;

import dev.relabel.model.Model;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceOptions;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import dev.relabel.sql.TaskDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkFiles;

/**
 * A model file, as executors find it.
 *
 * @param file the file on the driver's disk; to other machines Spark brings it
 * @param sha256 hex SHA-256 that the file must have
 * @param settings the explicit settings
 * @param device the device asked for: {@code auto}, {@code cpu}, {@code cuda} or {@code tensorrt},
 *     with an optional index
 * @param options how a card is used
 */
record ShippedModel(
    String file, String sha256, ModelSettings settings, String device, DeviceOptions options)
    implements RunModel {
  @Override
  public RunModel ofTask() {
    String here = TaskDevice.of(Device.parse(device)).toString();
    return new ShippedModel(file, sha256, settings, here, options);
  }

  @Override
  public Model open(DeviceSessions sessions) {
    return Models.open(here(), Device.parse(device), options, settings, sessions);
  }

  private Path here() {
    Path here = Path.of(file);
    return Files.isRegularFile(here)
        ? here
        : Path.of(SparkFiles.get(here.getFileName().toString()));
  }

  @Override
  public String changed() {
    return "The model file %s has changed since the run began. Put the old one back, or start a new run with another --run-dir."
        .formatted(file);
  }
}
