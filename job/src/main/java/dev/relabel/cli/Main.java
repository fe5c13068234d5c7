package dev.relabel.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;

/** The command's entry point, under {@code java}, {@code spark-submit} and in tests. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Spark's shutdown hooks and our own run on exit; without it a non-daemon thread could hang us.
    System.exit(run(Shell.ofThisProcess(), args));
  }

  /** Runs the command and tells its exit code. */
  static int run(Shell shell, String... args) {
    CommandLine line = new CommandLine(new RelabelCommand());
    line.addSubcommand(new RunCommand(shell));
    line.addSubcommand(new PublishCommand(shell));
    line.addSubcommand(new VerifyCommand(shell));
    line.addSubcommand(new UndoCommand(shell));
    line.addSubcommand(new ExportCommand(shell));
    line.addSubcommand(new InspectCommand(shell));
    line.addSubcommand(new ServeCommand(shell));
    line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(new Failures.OfArguments());
    line.setExecutionExceptionHandler(new Failures.OfExecution());
    line.setExpandAtFiles(false); // @FILE belongs to --settings
    try {
      return line.execute(ConfigFile.expand(line, args));
    } catch (UsageException e) {
      return Failures.tell(e, line.getErr(), Arrays.asList(args));
    } catch (Error e) {
      // Full disks and broken installations arrive as errors; they deserve a line as well.
      return Failures.tell(e, line.getErr(), Arrays.asList(args));
    }
  }
}
