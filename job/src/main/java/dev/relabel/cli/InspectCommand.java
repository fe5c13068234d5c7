package dev.relabel.cli;

import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelCardJson;
import dev.relabel.model.ModelCardText;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a model file is. */
@Command(
    name = "inspect",
    description = "Shows what a model file is: inputs, outputs, head, classes, settings in force.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "The model file.")
  String model = "";

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
    ModelSettings settings = options.modelSettings(problems);
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    ModelCard card = ModelFiles.open(model, settings).card();
    shell.out().println(json ? ModelCardJson.write(card) : ModelCardText.write(card));
    return ExitCode.DONE;
  }
}
