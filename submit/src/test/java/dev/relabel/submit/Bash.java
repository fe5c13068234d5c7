package dev.relabel.submit;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs bash in a directory, with nothing of this process's environment that could change what the
 * scripts do.
 */
final class Bash {
  /** Far more than a script takes on a slow machine; a hang must not last for ever. */
  private static final long TIMEOUT_MINUTES = 20;

  private static final List<String> INHERITED =
      List.of("PATH", "JAVA_HOME", "HOME", "LANG", "TMPDIR", "MAVEN_OPTS");

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  Bash(Path directory) {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/bin/bash")) || Files.isExecutable(Path.of("/usr/bin/bash")),
        "the scripts need bash, and this machine has none");
    this.directory = directory;
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
  }

  /** The root of the checkout that is being built. */
  static Path checkout() {
    return Path.of(System.getProperty("relabel.checkout", ".."));
  }

  Bash with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs a script and waits for it and for whatever still writes to its output. */
  Result run(String script) {
    try {
      Path out = Files.createTempFile("relabel-out", ".txt");
      Path err = Files.createTempFile("relabel-err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      Result result =
          new Result(
              ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        fail("Not done after %s minutes: %s", TIMEOUT_MINUTES, result);
      }
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a script left behind.
   *
   * @param exitCode its exit code
   * @param out its standard output
   * @param err its standard error
   */
  record Result(int exitCode, String out, String err) {
    String lastLine() {
      List<String> lines = out.lines().toList();
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    @Override
    public String toString() {
      return "exit code %s\n--- standard output\n%s\n--- standard error\n%s"
          .formatted(exitCode, out, err);
    }
  }
}
