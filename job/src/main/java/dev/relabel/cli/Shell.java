package dev.relabel.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds the command: the only place that environment variables come from.
 *
 * @param environment environment variables
 * @param home the user's home directory
 * @param out standard output: results only
 * @param err standard error: progress, notes and errors
 * @param terminal whether standard error is a terminal that can redraw a line
 */
record Shell(
    Map<String, String> environment,
    Path home,
    PrintStream out,
    PrintStream err,
    boolean terminal) {

  @SuppressWarnings("checkstyle:RegexpSinglelineJava") // the one place for the streams
  static Shell ofThisProcess() {
    return new Shell(
        System.getenv(),
        Path.of(System.getProperty("user.home", ".")),
        System.out,
        System.err,
        // Java cannot ask this of standard error by itself; the launch script can.
        "1".equals(System.getenv("RELABEL_TERMINAL")));
  }

  /** The content of a file in the home directory, empty if there is none. */
  String homeFile(String name) {
    Path file = home.resolve(name);
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
