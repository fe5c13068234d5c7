package dev.relabel.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself, which only leads to its subcommands. */
@Command(
    name = "relabel",
    description =
        "Runs a vision model over every image a team owns and keeps the labels up to date.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 bad usage, 3 done with more failures than --max-failures,",
      "4 verify found differences."
    })
final class RelabelCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Name a command: run, publish, verify, undo, export, inspect or serve (relabel --help tells more)");
  }
}
