package dev.relabel.stage;

import dev.relabel.image.ImageDecoder;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.Time;
import dev.relabel.platform.VideoId;
import dev.relabel.predict.Stage;
import dev.relabel.publish.BatchWriter;
import dev.relabel.publish.BatchWriter.Copied;
import dev.relabel.publish.BatchWriter.Copies;
import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.publish.Change;
import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.Publisher;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.WriteBack;
import dev.relabel.source.PlatformAddress;
import dev.relabel.source.WorkItemFetcher;
import dev.relabel.stage.PublishTarget.Holding;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Rows of changes and their last receipts to rows of new receipts: writes to the platform. */
final class WriteTask implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  private final WriteSettings settings;
  private final BusyTime busy;

  WriteTask(WriteSettings settings, BusyTime busy) {
    this.settings = settings;
    this.busy = busy;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> changes) {
    Platform platform = settings.access().open();
    Configuration hadoop = settings.hadoop().configuration();
    Publisher publisher =
        new Publisher(
            platform,
            settings.merge(),
            earlier(),
            Time.SYSTEM,
            () -> settings.lease().require(hadoop));
    boolean areFiles = settings.access().holds() == Holding.FILES;
    WorkItemFetcher files = new WorkItemFetcher(null, hadoop, ImageDecoder.DEFAULT_MAX_PIXELS);
    FileUploads uploads =
        new FileUploads(platform, files, () -> settings.lease().require(hadoop), settings.wave());
    return new DatasetBatches<>(
        changes,
        row -> row.getAs("dataset_id"),
        areFiles ? FileUploads.AT_ONCE : platform.batchLimit(),
        DatasetBatches.SEVERAL,
        rows ->
            busy.of(
                Stage.PUBLISH,
                () -> {
                  List<Recorded> batch =
                      rows.stream()
                          .map(WaveTables::recorded)
                          .map(each -> onObjects(platform, each))
                          .toList();
                  Copies copies =
                      areFiles
                          ? uploads(batch, uploads)
                          : settings.mode() == UploadMode.CREATE ? copies(platform) : Copies.NONE;
                  return write(publisher, copies, batch);
                }));
  }

  /** Spark counts attempts anew when it repeats a stage (SPARK-24552). */
  private Earlier earlier() {
    TaskContext task = TaskContext.get();
    return switch (task.attemptNumber() + task.stageAttemptNumber()) {
      case 0 -> settings.earlier();
      case 1 -> Earlier.BROKEN_OFF;
      default -> Earlier.SEVERAL_BROKEN_OFF;
    };
  }

  /** The labels that are added to videos with their objects. */
  private Recorded onObjects(Platform platform, Recorded recorded) {
    PlannedChange planned = recorded.planned();
    if (!platform.hasTrackedObjects() || settings.writeBack().kind() == WriteBack.Kind.UNDO) {
      return recorded;
    }
    return new Recorded(
        new PlannedChange(
            planned.itemId(),
            planned.name(),
            planned.contentSha256(),
            planned.dataset(),
            planned.before(),
            new Change(
                FrameTracks.onObjects(
                    planned.change().additions(),
                    settings.objects().of(new VideoId(planned.dataset().value()))),
                planned.change().removals())),
        recorded.receipt());
  }

  private Copies copies(Platform platform) {
    return (DatasetId dataset, List<ImageId> images) -> {
      DatasetId into = settings.copyOf(dataset);
      return new Copied(into, BeforeImages.copies(platform, images, into));
    };
  }

  /** Files are uploaded where copies would be made, and to take labels back only looked for. */
  private Copies uploads(List<Recorded> batch, FileUploads uploads) {
    return (DatasetId dataset, List<ImageId> images) -> {
      List<PlannedChange> files =
          batch.stream()
              .map(Recorded::planned)
              .filter(planned -> images.contains(planned.before().image()))
              .toList();
      DatasetId into = settings.copies().get(dataset);
      if (settings.writeBack().kind() == WriteBack.Kind.UNDO) {
        return into == null ? new Copied(dataset, images) : uploads.existing(files, into);
      }
      if (into != null) {
        return uploads.of(files, into);
      }
      String why =
          "the platform refuses a dataset for its folder "
              + PlatformAddress.folder(files.get(0).name());
      return new Copied(
          dataset, images, images.stream().collect(Collectors.toMap(each -> each, each -> why)));
    };
  }

  private List<Row> write(Publisher publisher, Copies copies, List<Recorded> batch) {
    BatchWriter writer =
        new BatchWriter(publisher, settings.mode(), settings.writeBack(), settings.age(), copies);
    return writer.write(batch.get(0).planned().dataset(), batch).stream()
        .map(ReceiptRows::write)
        .toList();
  }
}
