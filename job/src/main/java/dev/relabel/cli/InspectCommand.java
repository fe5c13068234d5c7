package dev.relabel.cli;

import dev.relabel.deploy.ConnectedModel;
import dev.relabel.deploy.ModelFiles;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelCardJson;
import dev.relabel.model.ModelCardText;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceOptions;
import dev.relabel.model.onnx.DeviceTrial;
import dev.relabel.serving.ServedSettings;
import dev.relabel.stage.ModelChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a model file is. */
@Command(
    name = "inspect",
    description =
        "Shows what a model is: inputs, outputs, head, classes, settings in force; with --connect"
            + " what a server has.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description = "The model file: " + ModelFiles.FORMS + ".")
  @Nullable String model;

  @Option(
      names = "--connect",
      paramLabel = "WHERE",
      description = "A model that is served: " + ConnectedModel.FORMS + ".")
  @Nullable String connect;

  @Mixin PlatformOptions platform = new PlatformOptions();

  @Mixin ModelOptions options = new ModelOptions();

  @Mixin DeviceOption device = new DeviceOption();

  @Option(names = "--json", description = "Print JSON instead of text.")
  boolean json;

  @Option(names = "--verbose", description = "Show stack traces.")
  boolean verbose;

  private final Shell shell;

  InspectCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    LogLevels.set(verbose);
    List<String> problems = new ArrayList<>();
    if ((model == null) == (connect == null)) {
      throw new UsageException("Name one model: a file, or one that is served with --connect");
    }
    if (connect != null) {
      ServedSettings settings = options.servedSettings(problems);
      UsageException.throwIfAny(problems);
      show(ConnectedModel.open(connect, settings, platform.environment(shell)).card(), null);
      return ExitCode.DONE;
    }
    ModelSettings settings = options.modelSettings(problems);
    Device wanted = device.device(problems);
    DeviceOptions how = device.options(problems);
    UsageException.throwIfAny(problems);
    ModelChoice.OfFile found =
        ModelFiles.open(
            Objects.requireNonNull(model), settings, Device.CPU, how, platform.environment(shell));
    show(
        found.card(),
        device.isGiven() ? DeviceTrial.of(found.file(), wanted, how, found.settings()) : null);
    return ExitCode.DONE;
  }

  private void show(ModelCard card, @Nullable DeviceTrial trial) {
    if (json) {
      String text = ModelCardJson.write(card);
      shell.out().println(trial == null ? text : withTrial(text, trial));
      return;
    }
    shell.out().print(ModelCardText.write(card));
    if (trial != null) {
      shell
          .out()
          .printf(
              Locale.ROOT,
              "%nRan on %s: %s images in %.1f ms, %.1f images/s (loading %.0f ms, first batch %.0f ms).%n",
              trial.device(),
              trial.images(),
              trial.batchMillis(),
              trial.imagesPerSecond(),
              trial.openMillis(),
              trial.firstMillis());
    }
  }

  private static String withTrial(String card, DeviceTrial trial) {
    return card.substring(0, card.length() - 1)
        + String.format(
            Locale.ROOT,
            ",\"trial\":{\"device\":\"%s\",\"images\":%d,\"openMillis\":%.1f,\"firstMillis\":%.1f,\"batchMillis\":%.1f,\"imagesPerSecond\":%.1f}}",
            trial.device(),
            trial.images(),
            trial.openMillis(),
            trial.firstMillis(),
            trial.batchMillis(),
            trial.imagesPerSecond());
  }
}
