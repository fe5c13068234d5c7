package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.relabel.testing.RunTables;
import dev.relabel.testing.SystemProperties;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Spark runs makes no difference. */
class MastersIT {
  /** Executors are processes of their own here; they find our classes where the tests do. */
  private static final Map<String, String> CLUSTER =
      Map.of(
          "spark.executor.extraClassPath",
          System.getProperty("java.class.path"),
          "spark.executor.memory",
          "1g",
          // They live for seconds: with the quick compiler alone they are done sooner.
          "spark.executor.extraJavaOptions",
          "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

  @Test
  void everyMasterGivesTheSameLabels(@TempDir Path directory) {
    assumeTrue(
        System.getenv("SPARK_HOME") != null && System.getenv("SPARK_SCALA_VERSION") != null,
        "local-cluster wants SPARK_HOME and SPARK_SCALA_VERSION, which the build sets");
    TextDemo texts = TextDemo.shared();
    Map<String, List<String>> rows = new TreeMap<>();
    try (TestPlatform platform =
        TestPlatform.serving(
            texts.project(
                directory.resolve("served/signs"),
                "papers/letter-01.png",
                "papers/letter-05.png",
                "papers/receipts/receipt-02.jpg",
                "street/road-03.jpg",
                "street/road-07.jpg",
                "street/shops/shop-04.jpg"))) {
      for (String master : List.of("local[*]", "local[1]", "local-cluster[2,1,2048]")) {
        Path run = directory.resolve(Integer.toString(rows.size()));
        SystemProperties.during(
            master.startsWith("local-cluster") ? CLUSTER : Map.of(),
            () ->
                Command.on(platform)
                    .runs(
                        "--project-id",
                        platform.project(),
                        "--model",
                        texts.detector(),
                        "--img-size",
                        480,
                        "--upload",
                        "append",
                        "--master",
                        master,
                        "--run-dir",
                        run));
        rows.put(master, RunTables.predictions(run, "item_id", "width", "height", "labels"));
      }

      assertThat(rows.get("local[1]")).hasSize(6).isEqualTo(rows.get("local[*]"));
      assertThat(rows.get("local-cluster[2,1,2048]")).isEqualTo(rows.get("local[*]"));
    }
  }
}
