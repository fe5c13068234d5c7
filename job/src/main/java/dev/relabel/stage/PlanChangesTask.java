package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.predict.Stage;
import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.WorkItem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Rows of predictions to rows of changes: reads what is on the images and decides, writing nothing
 * but copies of images in the mode {@code create}.
 */
final class PlanChangesTask implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  private final JobSettings settings;
  private final PublishSettings publish;
  private final BusyTime busy;

  PlanChangesTask(JobSettings settings, PublishSettings publish, BusyTime busy) {
    this.settings = settings;
    this.publish = publish;
    this.busy = busy;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> predictions) {
    Platform platform =
        ExecutorRuntime.get().platform(settings.requiredConnection(), settings.processes());
    return new DatasetBatches<>(
        predictions,
        row -> row.<Long>getAs("dataset_id"),
        platform.batchLimit(),
        rows -> timed(() -> plan(platform, rows)));
  }

  private List<Row> plan(Platform platform, List<Row> rows) {
    List<WorkItem> items = rows.stream().map(PredictionRows::item).toList();
    DatasetId source = new DatasetId(items.get(0).datasetId());
    DatasetId dataset = source;
    List<ImageId> images = items.stream().map(item -> new ImageId(item.imageId())).toList();
    if (publish.mode() == UploadMode.CREATE) {
      dataset = publish.copyOf(source);
      images = BeforeImages.copies(platform, images, dataset);
    }
    Map<ImageId, PlatformAnnotation> before = BeforeImages.read(platform, dataset, images);
    List<Row> changes = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      PlatformAnnotation found = before.get(images.get(i));
      // An image that vanished meanwhile gets an empty before-image; publishing it is refused then.
      PlatformAnnotation there =
          found != null
              ? found
              : new PlatformAnnotation(
                  images.get(i),
                  items.get(i).width(),
                  items.get(i).height(),
                  List.of(),
                  List.of(),
                  List.of());
      List<Label> predictions = publish.classes().renamed(PredictionRows.labels(rows.get(i)));
      changes.add(
          ChangeRows.write(
              new PlannedChange(
                  items.get(i).itemId(),
                  dataset,
                  there,
                  publish.mode().change(there, predictions, publish.merge()))));
    }
    return changes;
  }

  private List<Row> timed(java.util.function.Supplier<List<Row>> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      busy.add(Stage.PUBLISH, System.nanoTime() - start);
    }
  }
}
