package dev.relabel.cli;

import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelCardJson;
import dev.relabel.model.ModelCardText;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.serving.ServedSettings;
import java.util.ArrayList;
import java.util.List;
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
    ModelCard card;
    if (connect != null) {
      ServedSettings settings = options.servedSettings(problems);
      UsageException.throwIfAny(problems);
      card = ConnectedModel.open(connect, settings, platform, shell).card();
    } else {
      ModelSettings settings = options.modelSettings(problems);
      UsageException.throwIfAny(problems);
      card =
          ModelFiles.open(Objects.requireNonNull(model), settings, Device.CPU, platform, shell)
              .card();
    }
    shell.out().println(json ? ModelCardJson.write(card) : ModelCardText.write(card));
    return ExitCode.DONE;
  }
}
