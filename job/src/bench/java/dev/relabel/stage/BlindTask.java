package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.platform.Time;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** What one writes first: rows of predictions go to the platform, and how many labels come out. */
final class BlindTask implements FlatMapFunction<Iterator<Row>, Integer> {
  private static final long serialVersionUID = 1L;

  private final PlatformConnection connection;

  BlindTask(PlatformConnection connection) {
    this.connection = connection;
  }

  @Override
  public Iterator<Integer> call(Iterator<Row> predictions) {
    Platform platform = ExecutorRuntime.get().platform(connection, 1);
    return new DatasetBatches<>(
        predictions,
        row -> row.<Long>getAs("dataset_id"),
        platform.batchLimit(),
        DatasetBatches.SEVERAL,
        rows -> add(platform, rows));
  }

  private static List<Integer> add(Platform platform, List<Row> rows) {
    Map<ImageId, List<Label>> labels = new LinkedHashMap<>();
    rows.forEach(
        row -> labels.put(new ImageId(row.<Long>getAs("image_id")), PredictionRows.labels(row)));
    DatasetId dataset = new DatasetId(rows.get(0).<Long>getAs("dataset_id"));
    return platform
        .addLabels(dataset, labels, Deadline.in(Duration.ofHours(1), Time.SYSTEM))
        .values()
        .stream()
        .map(List::size)
        .toList();
  }
}
