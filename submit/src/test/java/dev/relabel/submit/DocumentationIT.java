package dev.relabel.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.model.ModelSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documentation keeps its word: all commands of the README run, in their order and in one
 * shell, as somebody would who types them; the queries run on what they left behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentationIT {
  /** What of a checkout the scripts need. */
  private static final List<String> PARTS =
      List.of("submit", "job", "udf", "conf", "docs", "pom.xml");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  private final Path checkout = Bash.checkout();
  private final Markdown readme = Markdown.read(checkout.resolve("README.md"));
  private Path workspace = Path.of("");
  private Bash.Result result = new Bash.Result(-1, "", "");

  @BeforeAll
  void runTheReadme(@TempDir Path temporary) throws IOException {
    workspace = Files.createDirectory(temporary.resolve("clone"));
    for (String part : PARTS) {
      Files.createSymbolicLink(workspace.resolve(part), checkout.resolve(part).toAbsolutePath());
    }
    String commands =
        readme.blocks("sh").stream()
            .flatMap(String::lines)
            .filter(line -> !line.startsWith("mvn ")) // that is what runs this test
            .collect(Collectors.joining("\n"))
            .replace("8765", Integer.toString(freePort()))
            .replace("/opt/spark", sparkHome(temporary).toString());
    result =
        new Bash(workspace)
            .with("MASTER", "local-cluster[2,1,1024]")
            .with("SPARK_SCALA_VERSION", "2.13")
            // Each command lives for seconds: what takes long to compile does not pay.
            .with("RELABEL_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .run("trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + commands);
  }

  /** A Spark installation, as far as submit/relabel uses one. */
  private Path sparkHome(Path temporary) throws IOException {
    Path home = temporary.resolve("spark");
    Path script = home.resolve("bin/spark-submit");
    Files.createDirectories(script.getParent());
    Path jars = checkout.resolve("submit/target/spark").toAbsolutePath();
    Files.createSymbolicLink(home.resolve("jars"), jars);
    Files.writeString(
        script,
        """
        #!/usr/bin/env bash
        exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" @'%s' -cp '%s/*' \
          org.apache.spark.deploy.SparkSubmit "$@"
        """
            .formatted(checkout.resolve("conf/jvm-options").toAbsolutePath(), jars));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return home;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void everyCommandOfTheReadmeWorks() {
    assertThat(result.exitCode()).as(result.toString()).isZero();
    List<JsonNode> runs = summaries();
    assertThat(runs.stream().map(run -> run.path("quarantined").asInt())).containsOnly(0);
    assertThat(runs.stream().map(run -> run.path("images").asInt()))
        .as(result.out())
        .containsExactly(24, 6, 6, 6, 6, 6, 24, 10, 3, 8, 1, 24, 4, 4, 4);
    JsonNode quickstart = runs.get(0);
    JsonNode planned = runs.get(1);
    JsonNode published = runs.get(2);
    JsonNode verified = runs.get(3);
    JsonNode wholeProject = runs.get(6);
    JsonNode copies = runs.get(8);
    JsonNode exported = runs.get(11);
    JsonNode repeated = runs.get(14);
    assertThat(planned.path("added")).isEqualTo(planned.path("labels"));
    assertThat(published.path("added")).isEqualTo(planned.path("added"));
    assertThat(verified.path("differences")).isEmpty();
    assertThat(runs.get(4).path("removed").asInt() + runs.get(5).path("removed").asInt())
        .isEqualTo(published.path("added").asInt());
    assertThat(quickstart.path("added")).isEqualTo(quickstart.path("labels"));
    assertThat(wholeProject.path("added").asInt()).isZero();
    assertThat(wholeProject.path("unchanged").asInt()).isEqualTo(24);
    assertThat(copies.path("added").asInt()).isPositive();
    assertThat(repeated.path("skipped").asInt()).isEqualTo(4);
    assertThat(repeated.path("run")).isEqualTo(runs.get(12).path("run"));
    assertThat(exported.path("run")).isEqualTo(quickstart.path("run"));
  }

  private List<JsonNode> summaries() {
    JsonMapper json = new JsonMapper();
    List<JsonNode> summaries = new ArrayList<>();
    for (String line : result.out().lines().toList()) {
      if (line.startsWith("{\"run\"")) {
        try {
          summaries.add(json.readTree(line));
        } catch (JsonProcessingException e) {
          throw new AssertionError("No JSON: " + line, e);
        }
      }
    }
    return summaries;
  }

  @Test
  void itsCommandsLeaveBehindWhatItSays() throws IOException {
    Path demo = workspace.resolve("relabel-demo");
    assertThat(demo.resolve("pictures/street/road-01.jpg")).exists();
    assertThat(demo.resolve("drawn/road-01.jpg")).exists();
    assertThat(demo.resolve("papers.json")).exists();
    assertThat(demo.resolve("one/run.json")).exists();
    assertThat(demo.resolve("yolo/data.yaml")).exists();
    assertThat(demo.resolve("model/predicted.jpg")).exists();
    try (Stream<Path> projects = Files.list(demo.resolve("platform"))) {
      assertThat(projects.map(each -> each.getFileName().toString()))
          .anyMatch(name -> name.startsWith("demo (predictions of run-"));
    }
  }

  /** Runs all queries of a page on what the quickstart and the README have left behind. */
  private List<Dataset<Row>> answers(SparkSession spark, String page) {
    Path demo = workspace.resolve("relabel-demo").toAbsolutePath();
    List<String> blocks =
        Markdown.read(checkout.resolve(page)).blocks("sql").stream()
            .map(
                block ->
                    block
                        .replace("RUN/", demo.resolve("run") + "/")
                        .replace("LAKE/", demo.resolve("lake") + "/"))
            .toList();
    assertThat(blocks).hasSizeGreaterThan(4);
    List<Dataset<Row>> answers = new ArrayList<>();
    for (String block : blocks) {
      for (String statement : block.split(";\\s*", -1)) {
        if (!statement.isBlank()) {
          Dataset<Row> answer = spark.sql(statement);
          answer.collectAsList();
          answers.add(answer);
        }
      }
    }
    return answers;
  }

  private static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .getOrCreate();
  }

  @Test
  void everyQueryRunsOnTheDemosTable() throws IOException {
    try (SparkSession spark = spark()) {
      List<Dataset<Row>> answers = answers(spark, "docs/predictions-table.md");
      JsonNode quickstart = summaries().get(0);
      Row perDay = answers.get(1).first();
      assertThat(perDay.getString(1)).isEqualTo("text");
      assertThat(perDay.getLong(2)).isEqualTo(quickstart.path("labels").asLong());
      Row applied = answers.get(answers.size() - 1).first();
      assertThat(applied.getString(0)).isEqualTo("applied");
      assertThat(applied.getLong(3)).isEqualTo(quickstart.path("added").asLong());
    }
  }

  @Test
  void everyQueryRunsOnTheDemosRun() throws IOException {
    try (SparkSession spark = spark()) {
      List<Dataset<Row>> answers = answers(spark, "docs/run-directory.md");
      Row labels = answers.get(4).first();
      assertThat(labels.getString(0)).isEqualTo("text");
      assertThat(labels.getLong(1)).isEqualTo(summaries().get(0).path("labels").asLong());
      assertThat(answers.get(answers.size() - 1).count()).as("boxes of the person").isEqualTo(2);
    }
  }

  @Test
  void everyOptionIsInTheReadme() {
    Bash.Result help = new Bash(workspace).run("submit/relabel run --help");
    TreeSet<String> options = new TreeSet<>();
    Matcher option = OPTION.matcher(help.out());
    while (option.find()) {
      options.add(option.group());
    }
    options.removeAll(List.of("--help", "--version"));
    assertThat(options).as(help.toString()).hasSizeGreaterThan(15);
    assertThat(options).allSatisfy(each -> assertThat(readme.text()).contains("`" + each));
  }

  @Test
  void everySettingOfAModelIsDocumented() {
    String models = Markdown.read(checkout.resolve("docs/models.md")).text();
    assertThat(ModelSettings.keys().keySet())
        .allSatisfy(key -> assertThat(models).contains("`" + key + "`"));
  }

  @Test
  void linksLeadToFilesThatExist() throws IOException {
    List<Path> pages;
    try (Stream<Path> files = Files.walk(checkout.resolve("docs"))) {
      pages = files.filter(file -> file.toString().endsWith(".md")).toList();
    }
    List<Path> links =
        Stream.concat(Stream.of(readme), pages.stream().map(Markdown::read))
            .flatMap(page -> page.localLinks().stream())
            .toList();
    assertThat(links).hasSizeGreaterThan(10).allSatisfy(link -> assertThat(link).exists());
  }
}
