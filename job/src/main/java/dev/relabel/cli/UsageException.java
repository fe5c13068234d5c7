package dev.relabel.cli;

import java.util.List;

/** The command was called wrongly; holds every problem that was found. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(List<String> problems) {
    super(String.join("\n", problems));
  }

  UsageException(String problem) {
    this(List.of(problem));
  }

  static void throwIfAny(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }
}
