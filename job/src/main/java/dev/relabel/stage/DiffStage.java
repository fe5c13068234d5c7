package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Tells what the planned changes of a run would do: {@code diff/ATTEMPT/*.json} has a line per
 * image, {@code diff.json} the sums and which attempt counts. The platform is read anew, so that a
 * diff that is made again later shows what people have done since the plan.
 */
final class DiffStage {
  private static final String[] COUNTS = {"added", "removed", "unchanged"};

  private final SparkSession spark;
  private final RunDirectory run;
  private final PlatformAccess access;
  private final UploadMode mode;
  private final MergeSettings merge;

  DiffStage(
      SparkSession spark,
      RunDirectory run,
      PlatformAccess access,
      UploadMode mode,
      MergeSettings merge) {
    this.spark = spark;
    this.run = run;
    this.access = access;
    this.mode = mode;
    this.merge = merge;
  }

  /**
   * Makes the diff.
   *
   * @return lines for people
   */
  List<String> write(int waves, Totals totals) {
    String attempt = RunDirectory.newAttempt();
    String path = run.address() + "/diff/" + attempt;
    String[] changes =
        IntStream.range(0, waves)
            .mapToObj(wave -> run.tablePath(Step.CHANGES, wave))
            .toArray(String[]::new);
    if (changes.length == 0) {
      return List.of();
    }
    Dataset<Row> planned =
        spark.read().schema(ChangeRows.SCHEMA).parquet(changes).sortWithinPartitions("dataset_id");
    spark
        .createDataFrame(
            planned.javaRDD().mapPartitions(new DiffTask(access, mode, merge)), DiffTask.SCHEMA)
        .write()
        .json(path);
    Dataset<Row> diff = spark.read().schema(DiffTask.SCHEMA).json(path);
    Row sums =
        diff.agg(
                sum("added"),
                sum("removed"),
                sum("unchanged"),
                sum("conflicts"),
                sum(when(col("is_gone"), 1).otherwise(0)),
                sum(
                    when(
                            col("added")
                                .plus(col("removed"))
                                .equalTo(0)
                                .and(col("is_gone").equalTo(false))
                                .and(col("is_unreadable").equalTo(false)),
                            1)
                        .otherwise(0)),
                sum(when(col("is_unreadable"), 1).otherwise(0)))
            .first();
    ObjectNode file = JsonNodeFactory.instance.objectNode().put("attempt", attempt);
    file.put("added", number(sums, 0))
        .put("removed", number(sums, 1))
        .put("unchanged", number(sums, 2))
        .put("conflicts", number(sums, 3))
        .put("goneImages", number(sums, 4))
        .put("unchangedImages", number(sums, 5))
        .put("unreadableImages", number(sums, 6));
    List<String> lines = new ArrayList<>();
    lines.add("%-30s %10s %10s %10s".formatted("class", "add", "remove", "keep"));
    ArrayNode classes = file.putArray("classes");
    for (Row each : byClass(diff)) { // as many as there are classes
      ObjectNode node = classes.addObject().put("class", each.getString(0));
      for (int i = 0; i < COUNTS.length; i++) {
        node.put(COUNTS[i], number(each, i + 1));
      }
      lines.add(
          "%-30s %10s %10s %10s"
              .formatted(each.getString(0), each.get(1), each.get(2), each.get(3)));
    }
    run.write("diff.json", file);
    totals.planned(file.path("conflicts").asLong());
    lines.add("By image: " + path);
    lines.add("Nothing is written yet. To write exactly this: relabel publish " + run.address());
    return lines;
  }

  private static List<Row> byClass(Dataset<Row> diff) {
    return diff.select(explode(col("classes")).as("each"))
        .select("each.*")
        .groupBy("class")
        .agg(sum("added"), sum("removed"), sum("unchanged"))
        .orderBy("class")
        .collectAsList();
  }

  private static long number(Row row, int column) {
    return row.isNullAt(column) ? 0 : row.getLong(column);
  }
}
