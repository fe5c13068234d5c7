package dev.relabel.stage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.track.TrackingSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Gives the labels of a wave's videos their tracks. Frames are predicted by many tasks, but tracked
 * one after the other, each video by one task; where a video goes on in the next wave, the run
 * directory keeps where its tracks are. Confined to one thread.
 */
final class TrackStage {
  private static final String PART = "part";
  private static final String PLACE = "place";

  private final SparkSession spark;
  private final RunDirectory run;
  private final TrackingSettings settings;

  TrackStage(SparkSession spark, RunDirectory run, TrackingSettings settings) {
    this.spark = spark;
    this.run = run;
    this.settings = settings;
  }

  /**
   * Where a wave has left its last video.
   *
   * @param state of its tracker
   */
  record Carried(String video, String state) implements Serializable {}

  /**
   * Tracks what a wave has predicted, after the waves before it.
   *
   * @param from the untracked table
   * @param to where the tracked one is written, in the same order
   */
  void track(int wave, String from, String to) {
    Dataset<Row> rows =
        spark
            .read()
            .schema(PredictionRows.SCHEMA)
            .parquet(from)
            .select(
                col("*"),
                col("_metadata.file_name").as(PART),
                col("_metadata.row_index").as(PLACE));
    Optional<Carried> earlier = wave == 0 ? Optional.empty() : read(wave - 1);
    String last = lastVideo(rows);
    CollectionAccumulator<Carried> ends = spark.sparkContext().collectionAccumulator("tracks");
    Column video =
        when(col("frame_index").isNull(), col("item_id"))
            .otherwise(
                coalesce(concat(lit("video:"), col("video_id").cast("string")), col("source")));
    Dataset<Row> byVideo =
        rows.withColumn("video", video)
            .repartition(col("video"))
            .sortWithinPartitions("video", "frame_index")
            .drop("video");
    StructType placed = byVideo.schema();
    spark
        .createDataFrame(
            byVideo.javaRDD().mapPartitions(new TrackTask(settings, earlier, last, ends)), placed)
        .sort(PART, PLACE)
        .drop(PART, PLACE)
        .write()
        .parquet(to);
    write(wave, ends.value().isEmpty() ? new Carried("", "") : ends.value().get(0));
  }

  /** The video that the next wave may go on with; empty if it is none. */
  private static String lastVideo(Dataset<Row> rows) {
    List<Row> last = rows.orderBy(col(PART).desc(), col(PLACE).desc()).takeAsList(1);
    return last.isEmpty() || last.get(0).getAs("frame_index") == null
        ? ""
        : VideoTracks.video(PredictionRows.item(last.get(0)));
  }

  private static String file(int wave) {
    return String.format(Locale.ROOT, "tracks/wave-%05d.json", wave);
  }

  private Optional<Carried> read(int wave) {
    return Optional.of(
            run.read(file(wave))
                .map(node -> new Carried(node.path("video").asText(), node.path("state").asText()))
                .orElseThrow(
                    () ->
                        new RunException(
                            "%s has no %s".formatted(run.address(), file(wave)), null)))
        .filter(carried -> !carried.video().isEmpty());
  }

  private void write(int wave, Carried carried) {
    run.write(
        file(wave),
        JsonNodeFactory.instance
            .objectNode()
            .put("video", carried.video())
            .put("state", carried.state()));
  }
}
