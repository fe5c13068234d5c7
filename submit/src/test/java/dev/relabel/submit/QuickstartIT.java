package dev.relabel.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/quickstart} as a user calls it. */
class QuickstartIT {
  private static final Pattern RECALL = Pattern.compile("recall (\\d\\.\\d+)");
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  private final String script = "'" + Bash.checkout().resolve("submit/quickstart") + "'";
  private Path folder = Path.of("");

  @BeforeEach
  void elsewhere(@TempDir Path temporary) throws IOException {
    folder = Files.createDirectory(temporary.resolve("another place"));
  }

  @Test
  void relabelsTheDemoFromAnotherDirectoryOverAnEarlierCall() throws IOException {
    Path demo = folder.resolve("my demo");
    Files.createDirectories(demo.resolve("run"));
    Files.createFile(demo.resolve(".made-by-quickstart"));
    Files.writeString(demo.resolve("run/run.json"), "{\"runId\":\"an earlier run\"}");
    Files.writeString(demo.resolve("my own notes.txt"), "stay");

    Bash.Result result = new Bash(folder).run(script + " 'my demo'");

    assertThat(result.exitCode()).as(result.toString()).isZero();
    JsonNode summary = new JsonMapper().readTree(result.lastLine());
    assertThat(summary.path("images").asInt()).isEqualTo(24);
    assertThat(summary.path("added").asInt())
        .isPositive()
        .isEqualTo(summary.path("labels").asInt());
    assertThat(summary.path("removed").asInt()).isZero();
    Matcher recall = RECALL.matcher(result.out());
    assertThat(recall.find()).as(result.out()).isTrue();
    assertThat(Double.parseDouble(recall.group(1))).isGreaterThanOrEqualTo(0.9);
    assertThat(result.out()).contains("All 2 boxes that a person had drawn before are there");
    assertThat(result.out()).contains(demo.resolve("pictures").toString());
    assertThat(demo.resolve("my own notes.txt")).hasContent("stay");
    assertThat(files(demo.resolve("pictures"), ".jpg")).hasSize(24);
    assertThat(new JsonMapper().readTree(demo.resolve("predictions.json").toFile()).path("images"))
        .hasSize(24);
    assertThat(names(folder)).containsExactly("my demo");
    assertThat(answers(result)).as("nothing serves any more").isFalse();
  }

  @Test
  void leavesAFolderAloneThatItDidNotMake() throws IOException {
    Files.createDirectories(folder.resolve("photos/run"));

    Bash.Result result = new Bash(folder).run(script + " photos");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("photos exists and was not made by the quickstart", "name another folder");
    assertThat(names(folder.resolve("photos"))).containsExactly("run");
  }

  @Test
  void saysThatJavaIsMissing() throws IOException {
    Bash.Result result =
        new Bash(folder).with("JAVA_HOME", folder.resolve("no jdk").toString()).run(script);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("there is no java in JAVA_HOME", "Install a JDK");
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void saysThatJavaIsTooOld() throws IOException {
    Path old = folder.resolve("jdk8");
    Files.createDirectories(old.resolve("bin"));
    Path java = old.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"1.8.0_432\"' >&2\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    Bash.Result result = new Bash(folder).with("JAVA_HOME", old.toString()).run(script);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("is Java 1; 17 or newer is needed", "Set JAVA_HOME");
  }

  @Test
  void explainsItsArguments() {
    Bash.Result result = new Bash(folder).run(script + " --help");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("usage: submit/quickstart [DIR]");
  }

  private boolean answers(Bash.Result result) {
    Matcher address = ADDRESS.matcher(result.out());
    assertThat(address.find()).as(result.out()).isTrue();
    return new Bash(folder)
            .run("(exec 3<>/dev/tcp/127.0.0.1/%s) 2>/dev/null".formatted(address.group(1)))
            .exitCode()
        == 0;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries.filter(each -> each.toString().endsWith(ending)).toList();
    }
  }
}
