package dev.relabel.stage;

import dev.relabel.model.Model;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.platform.ModelServerConnection;
import dev.relabel.serving.ServedModel;
import dev.relabel.serving.ServedSettings;

/**
 * A model that runs on a server, as executors reach it.
 *
 * @param connection where it runs
 * @param sha256 hash of what the server says of it
 * @param settings the explicit settings
 */
record RemoteModel(ModelServerConnection connection, String sha256, ServedSettings settings)
    implements RunModel {
  @Override
  public RunModel ofTask() {
    return this;
  }

  @Override
  public Model open(DeviceSessions sessions) {
    return ServedModel.open(connection.open(), settings);
  }

  @Override
  public String changed() {
    return "%s serves another model than when the run began. Put the old one back, or start a new run with another --run-dir."
        .formatted(connection.address());
  }
}
