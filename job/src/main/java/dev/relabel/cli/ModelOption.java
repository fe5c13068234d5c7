package dev.relabel.cli;

import dev.relabel.deploy.ConnectedModel;
import dev.relabel.deploy.Environment;
import dev.relabel.deploy.ModelFiles;
import dev.relabel.deploy.PlatformDeployment;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceOptions;
import dev.relabel.serving.ServedSettings;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, and where it runs. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "The model: " + ModelFiles.FORMS + ".")
  @Nullable String model;

  @Option(
      names = "--connect",
      paramLabel = "WHERE",
      description = "A model that is served instead: " + ConnectedModel.FORMS + ".")
  @Nullable String connect;

  @Option(
      names = "--deploy-on-platform",
      description =
          "Let the platform's own app serve --model for this run: team-files:/PATH of a checkpoint,"
              + " or FRAMEWORK/NAME of a pretrained model. The app is stopped when the run ends.")
  boolean deploy;

  @Option(
      names = "--reuse",
      description = "With --deploy-on-platform: use an app that serves the model already.")
  boolean reuse;

  @Option(
      names = "--agent-id",
      paramLabel = "ID",
      description =
          "With --deploy-on-platform: the computer to start it on; the one with most GPU memory"
              + " free if not said.")
  @Nullable Long agentId;

  @Mixin DeviceOption device = new DeviceOption();

  @Mixin ModelOptions options = new ModelOptions();

  private ModelSettings settings = ModelSettings.NONE;
  private @Nullable ServedSettings served;
  private Device wanted = Device.AUTO;
  private DeviceOptions deviceOptions = DeviceOptions.DEFAULT;

  /** Reads what was given; everything that is wrong goes to the list. */
  void check(List<String> problems) {
    if (connect != null || deploy) {
      served = options.servedSettings(problems);
    } else {
      settings = options.modelSettings(problems);
    }
    wanted = device.device(problems);
    deviceOptions = device.options(problems);
    if ((model == null) == (connect == null)) {
      problems.add("Name one model: --model FILE.onnx, or --connect for one that is served");
    }
    if (connect != null && deploy) {
      problems.add("--deploy-on-platform is for --model; --connect takes what runs already");
    }
    if (served != null && device.isGiven()) {
      problems.add(
          "--device and what belongs to it are for model files; a served model has its app's");
    }
    if (!deploy && (reuse || agentId != null)) {
      problems.add("--reuse and --agent-id belong to --deploy-on-platform");
    }
  }

  /**
   * Opens the model, after {@link #check} has found no problem. An app is started only when the
   * model is asked for: it costs money, and the input may be wrong.
   *
   * @param notes is told about an app that is started or stopped
   */
  ModelHandle open(Environment environment, Consumer<String> notes) {
    if (connect != null) {
      return ModelHandle.of(
          ConnectedModel.open(connect, Objects.requireNonNull(served), environment));
    }
    String named = Objects.requireNonNull(model);
    if (!deploy) {
      return ModelHandle.of(ModelFiles.open(named, settings, wanted, deviceOptions, environment));
    }
    OptionalLong agent = agentId == null ? OptionalLong.empty() : OptionalLong.of(agentId);
    PlatformDeployment deployment =
        PlatformDeployment.of(
            new PlatformDeployment.Wanted(named, reuse, agent), environment, notes);
    return new ModelHandle(
        () -> ConnectedModel.open(deployment.connection(), Objects.requireNonNull(served)),
        deployment::close);
  }
}
