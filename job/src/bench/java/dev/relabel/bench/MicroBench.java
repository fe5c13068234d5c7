package dev.relabel.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs the JMH benchmarks; arguments are JMH's own, such as a pattern of their names. */
public final class MicroBench {
  private MicroBench() {}

  /** Runs them in forks of this JVM. */
  public static void main(String[] args) throws CommandLineOptionException, RunnerException {
    new Runner(new CommandLineOptions(args)).run();
  }
}
