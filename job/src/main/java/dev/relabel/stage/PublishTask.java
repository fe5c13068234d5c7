package dev.relabel.stage;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.Time;
import dev.relabel.predict.Stage;
import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.PublishOutcome;
import dev.relabel.publish.Publisher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Rows of changes to rows of receipts: writes to the platform. */
final class PublishTask implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  private final JobSettings settings;
  private final PublishSettings publish;
  private final BusyTime busy;

  PublishTask(JobSettings settings, PublishSettings publish, BusyTime busy) {
    this.settings = settings;
    this.publish = publish;
    this.busy = busy;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> changes) {
    Platform platform =
        ExecutorRuntime.get().platform(settings.requiredConnection(), settings.processes());
    Publisher publisher = new Publisher(platform, publish.mode(), publish.merge(), Time.SYSTEM);
    return new DatasetBatches<>(
        changes,
        row -> row.<Long>getAs("dataset_id"),
        platform.batchLimit(),
        rows -> publish(publisher, rows));
  }

  private List<Row> publish(Publisher publisher, List<Row> rows) {
    long start = System.nanoTime();
    List<PlannedChange> changes = rows.stream().map(ChangeRows::read).toList();
    DatasetId dataset = changes.get(0).dataset();
    List<PublishOutcome> outcomes = publisher.publish(dataset, changes);
    List<Row> receipts = new ArrayList<>(rows.size());
    for (int i = 0; i < changes.size(); i++) {
      receipts.add(ReceiptRows.write(changes.get(i), outcomes.get(i)));
    }
    busy.add(Stage.PUBLISH, System.nanoTime() - start);
    return receipts;
  }
}
