package dev.relabel.deploy;

import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceOptions;
import dev.relabel.model.onnx.FetchedModel;
import dev.relabel.model.onnx.Models;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.platform.supervisely.TeamFiles;
import dev.relabel.sql.HadoopFolder;
import dev.relabel.stage.ModelChoice;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Brings a model file to this machine's disk and finds out what it is. */
public final class ModelFiles {
  /** What may be written, for help. */
  public static final String FORMS =
      "a path, an address on a file system that Spark knows (s3a:, hdfs:) or on the web (https:),"
          + " team-files:/PATH for a file or training run in Supervisely's Team Files, or"
          + " geti:PROJECT_ID/MODEL_ID for a model that Intel Geti has trained";

  private ModelFiles() {}

  /**
   * Opens a model.
   *
   * @param address one of {@link #FORMS}
   */
  public static ModelChoice.OfFile open(
      String address,
      ModelSettings settings,
      Device device,
      DeviceOptions options,
      Environment environment) {
    try {
      if (address.startsWith(TeamModel.SCHEME)) {
        return ofTeam(address, settings, device, options, environment);
      }
      if (address.startsWith(GetiModelFile.SCHEME)) {
        return ofGeti(address, settings, device, options, environment);
      }
      if (address.startsWith("https://") || address.startsWith("http://")) {
        WebFolder folder = WebFolder.of(address);
        return open(
            FetchedModel.fetch(folder, folder.fileName(), environment.home()),
            settings,
            device,
            options);
      }
      if (address.contains(":/")) {
        org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(address);
        return open(
            FetchedModel.fetch(
                HadoopFolder.of(remote, Environment.hadoop()),
                remote.getName(),
                environment.home()),
            settings,
            device,
            options);
      }
    } catch (FileNotFoundException e) {
      throw new DeployException(
          "There is no model file %s, or a data file of it is missing: %s"
              .formatted(withoutQuery(address), e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      throw new DeployException(
          "The model %s cannot be read: %s".formatted(withoutQuery(address), e.getMessage()));
    }
    Path file = Path.of(address);
    if (!Files.isRegularFile(file)) {
      throw new DeployException(
          "There is no model file %s. --model names an ONNX file.".formatted(address));
    }
    return open(file, settings, device, options);
  }

  private static ModelChoice.OfFile ofTeam(
      String address,
      ModelSettings settings,
      Device device,
      DeviceOptions options,
      Environment environment)
      throws IOException {
    SuperviselyConnection connection = environment.supervisely();
    try (TeamFiles files = TeamFiles.on(connection)) {
      TeamModel model = TeamModel.find(files, address, environment.team());
      Path file = model.fetch(files, connection.server().toString(), environment.home());
      List<String> exported =
          FetchedModel.hasSidecar(file) ? List.of() : model.exportedClasses(files);
      if (!exported.isEmpty()) {
        return open(file, named(exported, settings), device, options);
      }
      ModelChoice.OfFile found = open(file, settings, device, options);
      boolean isNamed =
          found.card().onnx().filter(onnx -> !onnx.classNamesFrom().isAssumed()).isPresent();
      List<String> ofMeta = isNamed ? List.of() : model.metaClasses(files);
      return ofMeta.isEmpty() ? found : open(file, named(ofMeta, settings), device, options);
    } catch (UnreadableJsonException e) {
      throw new DeployException("%s: %s".formatted(address, e.getMessage()));
    }
  }

  private static ModelChoice.OfFile ofGeti(
      String address,
      ModelSettings settings,
      Device device,
      DeviceOptions options,
      Environment environment)
      throws IOException {
    GetiModelFile model = GetiModelFile.fetch(address, environment.geti(), environment.home());
    return open(
        model.path(),
        settings.labels().isPresent() ? settings : settings.orElse(model.names()),
        device,
        options);
  }

  private static ModelSettings named(List<String> classes, ModelSettings settings) {
    return settings.orElse(ModelSettings.of(Map.of("labels", classes)));
  }

  private static ModelChoice.OfFile open(
      Path file, ModelSettings settings, Device device, DeviceOptions options) {
    ModelCard card = Models.inspect(file, settings);
    // With those of the sidecar and the file itself, so that the run and its executors use what the
    // driver has seen, whatever becomes of the sidecar.
    ModelSettings inForce =
        card.onnx().map(onnx -> settings.orElse(onnx.settings())).orElse(settings);
    return new ModelChoice.OfFile(file, card, inForce, device, options);
  }

  /** A query may be signed. */
  private static String withoutQuery(String address) {
    return address.replaceAll("\\?.*", "");
  }
}
