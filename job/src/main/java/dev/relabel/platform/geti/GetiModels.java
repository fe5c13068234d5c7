package dev.relabel.platform.geti;

import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.Time;
import dev.relabel.platform.geti.ModelDetail.Exported;
import dev.relabel.platform.geti.ModelGroups.GroupedModel;
import dev.relabel.platform.http.Caller;
import java.nio.file.Path;

/** The models that a server has trained. Confined to one thread. */
public final class GetiModels implements AutoCloseable {
  /** A handful of calls is made; so few that no server minds. */
  private static final double CALLS_PER_SECOND = 10;

  private final GetiConnection connection;
  private final Caller caller;

  private GetiModels(GetiConnection connection, Caller caller) {
    this.connection = connection;
    this.caller = caller;
  }

  /** The models of that server. Nothing is sent yet. */
  public static GetiModels on(GetiConnection connection) {
    return on(connection, Time.SYSTEM);
  }

  /**
   * The models of that server.
   *
   * @param time by which it waits
   */
  static GetiModels on(GetiConnection connection, Time time) {
    ModelTransfer transfer = new ModelTransfer(connection);
    return new GetiModels(
        connection, GetiCallers.open(connection, transfer, CALLS_PER_SECOND, 1, time));
  }

  /**
   * Finds a model that can be exported as ONNX.
   *
   * @throws PlatformRejectedException if there is none, saying what there is
   */
  public TrainedModel find(GetiModelAddress address) {
    String place = new GetiPlaces(caller, connection).project(address.project());
    String project = "project %s at %s".formatted(address.project(), connection.server());
    GroupedModel model =
        caller
            .call(
                new GetiQuery<>(
                    "model_groups",
                    place + "/model_groups",
                    "project " + address.project(),
                    answer -> ModelGroups.read(project, answer)))
            .find(address);
    String title = "model %s of %s".formatted(model, project);
    String resource = "%s/model_groups/%s/models/%s".formatted(place, model.group(), model.id());
    ModelDetail detail =
        caller.call(new GetiQuery<>("model", resource, "model " + model.id(), ModelDetail::read));
    Exported onnx = detail.onnx(title);
    return new TrainedModel(
        title,
        "%s/optimized_models/%s/export".formatted(resource, onnx.id()),
        fileName(model),
        "%s %s %s %s %s"
            .formatted(connection.server(), resource, onnx.id(), detail.created(), onnx.bytes()),
        detail.labels());
  }

  /** A name that no file system minds, and that hides no file. */
  private static String fileName(GroupedModel model) {
    String name = model.name().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
    return "%s-v%s"
        .formatted(
            name.isEmpty() ? "geti" : name.substring(0, Math.min(name.length(), 80)),
            model.version());
  }

  /** Copies the model's ONNX file to the disk. */
  public void download(TrainedModel model, Path to) {
    caller.call(new ExportModel(model, to));
  }

  @Override
  public void close() {
    caller.close();
  }
}
