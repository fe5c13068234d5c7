package dev.relabel.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Switches safeguards off, one at a time; runs only in the Maven profile {@code mutations}. */
@Tag("mutations")
class MutationsTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final long MOST_MINUTES = 5;

  @TempDir Path folder = Path.of("");

  static List<Mutation> mutations() {
    return Mutations.all();
  }

  @Test
  void allNamedTestsPassWhileNothingIsSwitchedOff() throws Exception {
    List<String> tests =
        Mutations.all().stream().flatMap(each -> each.tests().stream()).distinct().toList();

    List<String> results = run(CLASS_PATH, tests);

    assertThat(results).allMatch(result -> result.contains(" SUCCESSFUL "));
    assertThat(tests).allMatch(test -> results.stream().anyMatch(each -> each.startsWith(test)));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void theNamedTestsFailWithout(Mutation mutation) throws Exception {
    Path classes = compile(mutation);

    List<String> results = run(classes + File.pathSeparator + CLASS_PATH, mutation.tests());

    assertThat(mutation.tests())
        .as("%s: without it each of these fails by an assertion; %s", mutation, results)
        .allMatch(test -> results.contains(test + " FAILED ASSERTION"));
    assertThat(results)
        .as("nothing else goes wrong")
        .allMatch(result -> mutation.tests().stream().anyMatch(result::startsWith));
  }

  private Path compile(Mutation mutation) throws IOException {
    Path source = folder.resolve("source").resolve(mutation.path());
    Files.createDirectories(source.getParent());
    Files.writeString(source, mutation.source());
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-classpath", CLASS_PATH);
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      assertThat(
              compiler
                  .getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                  .call())
          .as("%s compiles without: %s", mutation.file(), mutation.safeguard())
          .isTrue();
    }
    return classes;
  }

  /** A line per test in a process of its own: name, status, and what was thrown. */
  private List<String> run(String classPath, List<String> tests) throws Exception {
    Path results = folder.resolve("results");
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(each -> each.startsWith("--add-opens") || each.startsWith("-Xmx"))
            .toList());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, TestRun.class.getName()));
    command.add(results.toString());
    command.addAll(tests);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(results).as(() -> "results; the log says " + read(log)).exists();
    return Files.readAllLines(results);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
