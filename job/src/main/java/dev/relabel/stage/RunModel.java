package dev.relabel.stage;

import dev.relabel.model.Model;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.run.RunException;
import java.io.Serializable;

/** How an executor opens the run's model; equal values open the same one. */
sealed interface RunModel extends Serializable permits ShippedModel, RemoteModel {

  /** Hex SHA-256 that says which model it is. */
  String sha256();

  /** The model for the running task, where tasks differ in their device. */
  RunModel ofTask();

  /**
   * Opens it, whatever it turns out to be.
   *
   * @param sessions where sessions of model files live
   */
  Model open(DeviceSessions sessions);

  /** What it was when the run began, for messages. */
  String changed();

  /**
   * Opens it.
   *
   * @throws RunException if it is another one than when the run began
   */
  default Model openSame(DeviceSessions sessions) {
    Model model = open(sessions);
    if (!model.card().sha256().equals(sha256())) {
      model.close();
      throw new RunException(changed(), null);
    }
    return model;
  }
}
