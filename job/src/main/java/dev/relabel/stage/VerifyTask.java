package dev.relabel.stage;

import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.Receipt;
import dev.relabel.publish.UploadMode;
import dev.relabel.publish.Verification;
import dev.relabel.publish.Verification.Difference;
import dev.relabel.publish.Verification.Kind;
import dev.relabel.source.FileSource;
import dev.relabel.stage.BeforeImages.Found;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows of changes and their receipts to rows of differences: reads the platform back. */
final class VerifyTask implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      new StructType()
          .add("item_id", StringType)
          .add("dataset_id", StringType)
          .add("image_id", StringType)
          .add("difference", StringType)
          .add("label", LabelRows.ON_PLATFORM);

  private final PlatformAccess access;
  private final UploadMode mode;
  private final MergeSettings merge;

  VerifyTask(PlatformAccess access, UploadMode mode, MergeSettings merge) {
    this.access = access;
    this.mode = mode;
    this.merge = merge;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Platform platform = access.open();
    return new DatasetBatches<>(
        rows,
        WaveTables::writtenDataset,
        platform.batchLimit(),
        DatasetBatches.SEVERAL,
        batch -> differences(platform, batch.stream().map(WaveTables::recorded).toList()));
  }

  private record Place(DatasetId dataset, ImageId image) {}

  /** For the mode {@code create}, receipts name the copy. */
  private static Place imageOf(Recorded recorded) {
    Optional<Receipt> receipt = recorded.receipt();
    return receipt.isPresent()
        ? new Place(receipt.get().dataset(), receipt.get().image())
        : new Place(recorded.planned().dataset(), recorded.planned().before().image());
  }

  /** Of what has no copy yet there is nothing to read. */
  private boolean isThere(Recorded recorded) {
    return mode != UploadMode.CREATE
        || recorded
            .receipt()
            .filter(receipt -> !receipt.image().equals(recorded.planned().before().image()))
            .isPresent();
  }

  private List<Row> differences(Platform platform, List<Recorded> batch) {
    Found now =
        BeforeImages.read(
            platform,
            imageOf(batch.get(0)).dataset(),
            batch.stream().filter(this::isThere).map(each -> imageOf(each).image()).toList());
    List<Row> rows = new ArrayList<>();
    for (Recorded recorded : batch) {
      Place place = imageOf(recorded);
      List<Difference> differences =
          now.unreadable().contains(place.image())
              ? List.of(new Difference(Kind.UNREADABLE, Optional.empty()))
              : Verification.of(recorded, now.on(place.image()), mode, merge.tolerance());
      for (Difference difference : differences) {
        rows.add(row(recorded.planned().itemId(), place, difference));
      }
    }
    return rows;
  }

  private static Row row(String itemId, Place place, Difference difference) {
    @Nullable PlatformLabel label = difference.label().orElse(null);
    return RowFactory.create(
        FileSource.describe(itemId),
        place.dataset().value(),
        place.image().value(),
        difference.kind().name().toLowerCase(Locale.ROOT),
        label == null ? null : LabelRows.write(label));
  }
}
