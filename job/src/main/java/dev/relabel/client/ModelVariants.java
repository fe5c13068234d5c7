package dev.relabel.client;

import dev.relabel.deploy.ConnectedModel;
import dev.relabel.model.Model;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import dev.relabel.publish.MergeSettings;
import dev.relabel.serving.ServedModel;
import dev.relabel.serving.ServedSettings;
import dev.relabel.stage.ModelChoice;
import dev.relabel.track.TrackingSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One model under the settings that calls ask for. Its graph is opened only once: what is kept for
 * each set of settings is small. Safe for use by several threads.
 */
final class ModelVariants implements AutoCloseable {
  /** More sets of settings than anybody uses side by side; further ones are opened each time. */
  private static final int MOST_KEPT = 16;

  private final ModelChoice choice;
  private final DeviceSessions sessions;
  private final Map<Map<String, Object>, Model> kept = new LinkedHashMap<>();
  private boolean isClosed;

  ModelVariants(ModelChoice choice, DeviceSessions sessions) {
    this.choice = choice;
    this.sessions = sessions;
  }

  ModelChoice choice() {
    return choice;
  }

  /** A model with a call's settings, and whether its user has to close it. */
  record Lent(Model model, boolean isOwn) {}

  synchronized Lent lend(Map<String, Object> settings) {
    requireOpen();
    Map<String, Object> ofModel = ofModel(settings);
    Model known = kept.get(ofModel);
    if (known != null) {
      return new Lent(known, false);
    }
    Model fresh = open(ofModel);
    if (kept.size() < MOST_KEPT) {
      kept.put(ofModel, fresh);
      return new Lent(fresh, false);
    }
    return new Lent(fresh, true);
  }

  private Model open(Map<String, Object> settings) {
    if (choice instanceof ModelChoice.OfFile file) {
      return Models.open(
          file.file(), file.device(), file.options(), inForce(file, settings), sessions);
    }
    ModelChoice.OnServer server = (ModelChoice.OnServer) choice;
    return ServedModel.open(server.connection().open(), inForce(server, settings));
  }

  /** The model with a call's settings, for a run. */
  ModelChoice choice(Map<String, Object> settings) {
    if (choice instanceof ModelChoice.OfFile file) {
      ModelSettings inForce = inForce(file, ofModel(settings));
      return new ModelChoice.OfFile(
          file.file(),
          Models.inspect(file.file(), inForce),
          inForce,
          file.device(),
          file.options());
    }
    ModelChoice.OnServer server = (ModelChoice.OnServer) choice;
    return ConnectedModel.open(server.connection(), inForce(server, ofModel(settings)));
  }

  private static ModelSettings inForce(ModelChoice.OfFile file, Map<String, Object> settings) {
    return ModelSettings.of(settings).orElse(file.settings());
  }

  private static ServedSettings inForce(ModelChoice.OnServer server, Map<String, Object> settings) {
    Map<String, Object> all = new LinkedHashMap<>(server.settings().servers());
    all.putAll(server.settings().ours().toMap());
    all.putAll(settings);
    return ServedSettings.of(all);
  }

  /** The model's part of a call's settings. */
  private static Map<String, Object> ofModel(Map<String, Object> all) {
    Map<String, Object> settings = new LinkedHashMap<>(all);
    settings.keySet().removeAll(MergeSettings.KEYS);
    settings.keySet().removeAll(TrackingSettings.KEYS);
    return settings;
  }

  synchronized void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException("The model is closed");
    }
  }

  /** Gives the device's memory back, too. */
  @Override
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      kept.values().forEach(Model::close);
      kept.clear();
      sessions.closeUnused();
    }
  }
}
