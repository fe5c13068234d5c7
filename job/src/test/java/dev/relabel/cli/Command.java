package dev.relabel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.deploy.Environment;
import dev.relabel.testing.TestPlatform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command in this process and keeps what it printed. */
final class Command {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> environment;
  private final Path home;

  private Command(Map<String, String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  private Command(Map<String, String> environment) {
    this(environment, Path.of("no-such-home"));
  }

  /** For a user with this home. */
  Command at(Path otherHome) {
    return new Command(environment, otherHome);
  }

  /** In an environment that says nothing about a platform. */
  static Command alone() {
    return new Command(Map.of());
  }

  /** In an environment of these variables. */
  static Command in(Map<String, String> variables) {
    return new Command(variables);
  }

  /** In an environment that names a platform and its token. */
  static Command on(TestPlatform platform) {
    return on(platform.address(), TestPlatform.TOKEN);
  }

  static Command on(String address, String token) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SERVER_ADDRESS", address);
    environment.put("API_TOKEN", token);
    return new Command(environment);
  }

  /** Runs it; every argument is written as text. */
  Result run(Object... arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      Shell shell =
          new Shell(
              new Environment(environment, home, 0), outStream, errStream, /* terminal= */ false);
      int exitCode = Main.run(shell, texts.toArray(String[]::new));
      return new Result(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  /** Runs a job that has to end well and returns its summary. */
  JsonNode runs(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("run"));
    Collections.addAll(all, arguments);
    Result result = run(all.toArray());
    if (result.exitCode() != ExitCode.DONE) {
      throw new AssertionError(
          "%s ended with %s:%n%s".formatted(all, result.exitCode(), result.err()));
    }
    return result.summary();
  }

  /**
   * What the command did.
   *
   * @param out all of standard output
   * @param err all of standard error
   */
  record Result(int exitCode, String out, String err) {
    /** The JSON object in the last line of standard output. */
    JsonNode summary() {
      List<String> lines = out.lines().toList();
      try {
        return JSON.readTree(lines.get(lines.size() - 1));
      } catch (JsonProcessingException e) {
        throw new AssertionError("The last line is no JSON: " + out, e);
      }
    }

    /** The lines of standard error that tell of an error. */
    List<String> complaints() {
      return err.lines().filter(line -> line.startsWith("relabel: ")).toList();
    }
  }
}
