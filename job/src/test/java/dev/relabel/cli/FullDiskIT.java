package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.cli.Command.Result;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.testing.FullDisk;
import dev.relabel.testing.SystemProperties;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run directory on a disk that fills up: one clear line, and the run goes on afterwards. */
class FullDiskIT {
  private final TextDemo texts = TextDemo.shared();
  private Path directory;
  private TestPlatform platform;

  @BeforeEach
  void serve(@TempDir Path temporary) {
    directory = temporary;
    platform =
        TestPlatform.serving(
            texts.project(
                directory.resolve("served/signs"), "street/road-01.jpg", "street/road-02.jpg"));
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private Object[] arguments(Object runDirectory) {
    return new Object[] {
      "run",
      "--project-id",
      platform.project(),
      "--model",
      texts.detector(),
      "--img-size",
      320,
      "--upload",
      "append",
      "--run-dir",
      runDirectory
    };
  }

  /** From the first file of a run to its last. */
  @ParameterizedTest
  @ValueSource(strings = {"run.json", "/plan/", "/predictions/", "/receipts/", "/done/.receipts"})
  void aRunOnAFullDiskStopsAndGoesOnWhenThereIsSpace(String place) {
    Path run = directory.resolve("run");
    Map<String, String> settings =
        Map.of(
            "spark.hadoop.fs.%s.impl".formatted(FullDisk.SCHEME),
            FullDisk.class.getName(),
            "spark.hadoop.fs.%s.impl.disable.cache".formatted(FullDisk.SCHEME),
            "true",
            "spark.hadoop." + FullDisk.FULL_AT,
            place);

    Result full =
        SystemProperties.during(
            settings, () -> Command.on(platform).run(arguments(FullDisk.SCHEME + "://" + run)));
    int held = count();
    JsonNode continued = Command.on(platform).run(arguments(run)).summary();

    assertThat(full.complaints()).as(full.err()).hasSize(1);
    assertThat(full.complaints().get(0)).contains("No space left on device", "--run-dir");
    assertThat(full.err()).doesNotContain("\tat ", "Exception");
    assertThat(full.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(full.out()).isEmpty();
    int predicted = continued.path("labels").asInt();
    assertThat(held).isBetween(0, place.contains("receipts") ? predicted : 0);
    assertThat(continued.path("added").asInt()).isEqualTo(predicted).isPositive();
    assertThat(count()).as("labels on the platform").isEqualTo(predicted);
  }

  private int count() {
    return platform.labels(platform.project()).values().stream()
        .mapToInt(labels -> (int) labels.stream().filter(FullDiskIT::isText).count())
        .sum();
  }

  private static boolean isText(PlatformLabel each) {
    return each.label().className().equals(TextDemo.TEXT);
  }

  /** A file system of four pages, in a process that may mount one for itself alone. */
  @Test
  void aProcessOnAFullDiskSaysSoInOneLine() throws IOException, InterruptedException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    List<String> mounted =
        List.of(
            "unshare",
            "--map-root-user",
            "--mount",
            "bash",
            "-c",
            "mount -t tmpfs -o size=16k tmpfs '%s' && exec \"$@\"".formatted(disk),
            "bash");
    assumeTrue(
        finish(mounted, List.of("true")).exitCode() == 0,
        "this user may not mount a small file system in a namespace of its own");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(
        command,
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    for (Object argument : arguments(disk.resolve("run"))) {
      command.add(argument.toString());
    }

    Result full = finish(mounted, command);

    assertThat(full.complaints()).as(full.err()).hasSize(1);
    assertThat(full.complaints().get(0)).contains("No space left on device", "--run-dir");
    assertThat(full.err()).doesNotContain("\tat ", "Exception");
    assertThat(full.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(full.out()).isEmpty();
    assertThat(count()).isZero();
  }

  private Result finish(List<String> prefix, List<String> command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("SERVER_ADDRESS", platform.address());
    builder.environment().put("API_TOKEN", TestPlatform.TOKEN);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Result(ExitCode.FAILED, "", String.valueOf(e.getMessage()));
    }
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("Still running: " + all);
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
