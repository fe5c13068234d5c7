package dev.relabel.cli;

import dev.relabel.deploy.DeployException;
import dev.relabel.platform.local.LocalProjectException;
import dev.relabel.run.RunException;
import dev.relabel.stage.KnownFailures;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Failures as one line for people: what is wrong, where, and what to do. */
final class Failures {
  private Failures() {}

  /** Wrong arguments: what is wrong, and where help is. */
  static final class OfArguments implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
      CommandLine line = e.getCommandLine();
      line.getErr().println("relabel: " + e.getMessage());
      if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
        line.getErr().println("Try '%s --help'.".formatted(line.getCommandSpec().qualifiedName()));
      }
      return ExitCode.USAGE;
    }
  }

  /** Everything that goes wrong later. */
  static final class OfExecution implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
      return tell(e, line.getErr(), parsed.originalArgs());
    }
  }

  /** Says what went wrong and tells the exit code. */
  static int tell(Throwable failure, PrintWriter err, List<String> args) {
    Throwable cause = knownCause(failure);
    messageOf(cause).lines().forEach(text -> err.println("relabel: " + text));
    if (args.contains("--verbose")) {
      failure.printStackTrace(err);
    } else if (!isOurs(cause)) {
      err.println("relabel: run again with --verbose to see where this comes from");
    }
    return cause instanceof UsageException || cause instanceof DeployException
        ? ExitCode.USAGE
        : ExitCode.FAILED;
  }

  /** Spark wraps what a task throws; the outermost failure that we have words for is the one. */
  private static Throwable knownCause(Throwable failure) {
    Set<Throwable> seen = new HashSet<>();
    Throwable last = failure;
    for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
      last = each;
      if (isOurs(each)) {
        return each;
      }
    }
    return diskFullOr(last);
  }

  private static Throwable diskFullOr(Throwable last) {
    String message = String.valueOf(last.getMessage());
    return message.contains("No space left on device")
        ? new RunException(
            "The disk is full (%s). Free some space, or name another --run-dir; run the same command"
                    .formatted(firstLine(message))
                + " again to continue, what is complete is kept.",
            last)
        : last;
  }

  private static boolean isOurs(@Nullable Throwable failure) {
    return failure instanceof UsageException
        || failure instanceof DeployException
        || failure instanceof LocalProjectException
        || KnownFailures.isOne(failure);
  }

  private static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    if (isOurs(failure)) {
      return String.valueOf(message);
    }
    String name = failure.getClass().getSimpleName();
    return message == null ? name : name + ": " + firstLine(message);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
