package dev.relabel.bench;

import dev.relabel.sql.RelabelFrames;
import dev.relabel.sql.RelabelFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What do the SQL functions make of a model, row by row, with shared calls, and table by table?
 *
 * <p>Input: photos of 1–4 megapixels as {@code BINARY} in a Parquet file, read by {@code local[N]};
 * the same query in three ways, each with a session of its own process shared by all tasks. Row at
 * a time is {@code relabel_predict_with} with {@code batch_size: 1}: every row is a call of the
 * model. Rounds take turns in one process after a warm-up of each. Unit: images per second,
 * medians. On a processor a call computes on its task's thread and batches make nothing faster; the
 * ratio there says what sharing costs. {@link SharedCallsBench} has the ratio for a device.
 *
 * <pre>
 * --model FILE.onnx   (yolox_nano_416_dyn.onnx of relabel.testdata)
 * --device cpu        (or cuda)
 * --images 200        photos
 * --tasks 2           tasks at once
 * --rounds 5
 * </pre>
 */
public final class SqlBench {
  private SqlBench() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Arguments given = Arguments.of(args);
    int images = given.number("images", 200);
    int tasks = given.number("tasks", 2);
    int rounds = given.number("rounds", 5);
    String model =
        given.text("model", TestData.folder().resolve("models/yolox_nano_416_dyn.onnx").toString());
    String device = given.text("device", "cpu");
    Path work = Files.createTempDirectory("relabel-sql-bench");
    SparkSession spark =
        SparkSession.builder()
            .master("local[%s]".formatted(tasks))
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    try {
      RelabelFunctions.register(spark);
      Dataset<Row> photos = photos(spark, work, images, tasks);
      photos.createOrReplaceTempView("photos");
      Map<String, Supplier<Dataset<Row>>> ways = new LinkedHashMap<>();
      ways.put("row at a time", () -> query(spark, model, device, ", batch_size: 1"));
      ways.put("relabel_predict", () -> query(spark, model, device, ""));
      ways.put(
          "RelabelFrames.predict",
          () -> RelabelFrames.predict(photos, "content", model, "{device: %s}".formatted(device)));
      measure(ways, images, rounds);
    } finally {
      spark.stop();
    }
  }

  private static Dataset<Row> photos(SparkSession spark, Path work, int images, int tasks)
      throws IOException {
    Path folder = Photos.make(work.resolve("photos"), images);
    String table = work.resolve("table").toString();
    spark
        .read()
        .format("binaryFile")
        .load(folder.toString())
        .select("path", "content")
        .repartition(2 * tasks) // partitions of a few dozen photos and more
        .write()
        .parquet(table);
    return spark.read().parquet(table);
  }

  private static Dataset<Row> query(SparkSession spark, String model, String device, String more) {
    return spark.sql(
        "SELECT relabel_predict_with(content, '%s', '{device: %s%s}') AS labels FROM photos"
            .formatted(model, device, more));
  }

  private static void measure(Map<String, Supplier<Dataset<Row>>> ways, int images, int rounds) {
    Map<String, List<Double>> found = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Supplier<Dataset<Row>>> way : ways.entrySet()) {
        long start = System.nanoTime();
        long labels =
            way.getValue().get().selectExpr("sum(size(labels))").collectAsList().get(0).getLong(0);
        double perSecond = images / ((System.nanoTime() - start) / 1e9);
        System.err.printf(
            Locale.ROOT, "%s: %.1f images/s, %s labels%n", way.getKey(), perSecond, labels);
        if (round > 0) { // the first warms up
          found.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(perSecond);
        }
      }
    }
    double alone = median(found.values().iterator().next());
    found.forEach(
        (way, rates) ->
            System.out.printf(
                Locale.ROOT, "%-24s %8.1f  %5.2f%n", way, median(rates), median(rates) / alone));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
