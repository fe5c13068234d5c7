package dev.relabel.cli;

import dev.relabel.deploy.Environment;
import java.io.PrintStream;

/**
 * What surrounds the command.
 *
 * @param environment which platform is meant, and who is asking
 * @param out standard output: results only
 * @param err standard error: progress, notes and errors
 * @param terminal whether standard error is a terminal that can redraw a line
 */
record Shell(Environment environment, PrintStream out, PrintStream err, boolean terminal) {

  @SuppressWarnings("checkstyle:RegexpSinglelineJava") // the one place for the streams
  static Shell ofThisProcess() {
    Environment environment = Environment.ofThisProcess();
    return new Shell(
        environment,
        System.out,
        System.err,
        // Java cannot ask this of standard error by itself; the launch script can.
        "1".equals(environment.variables().get("RELABEL_TERMINAL")));
  }
}
