package dev.relabel.publish;

import static dev.relabel.publish.Boxes.drawn;
import static dev.relabel.publish.Boxes.predicted;
import static dev.relabel.testing.FakePlatform.DATASET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ManualTime;
import dev.relabel.publish.BatchWriter.Age;
import dev.relabel.publish.BatchWriter.Copied;
import dev.relabel.publish.BatchWriter.Copies;
import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.run.WriteBack;
import dev.relabel.testing.FakePlatform;
import dev.relabel.testing.FakePlatform.Fault;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
  private static final Label CAR = predicted("car", 10, 0.9);
  private static final Label BUS = predicted("bus", 40, 0.4);
  private static final Label DRAWN = drawn(70);

  private final ManualTime time = new ManualTime();
  private final FakePlatform platform = new FakePlatform().on(time).image(1, DRAWN).image(2);

  @Test
  void aReceiptForEachImageInTheOrderGiven() {
    List<Receipt> receipts = write(WriteBack.PUBLISH, Age.OLDER, planned(UploadMode.APPEND, 2, 1));

    assertThat(receipts).extracting(Receipt::itemId).containsExactly("image:2", "image:1");
    assertThat(receipts).extracting(Receipt::outcome).containsExactly("applied", "applied");
    assertThat(platform.labels(1)).containsExactly(DRAWN, CAR, BUS);
  }

  @Test
  void whatAnUnfinishedAttemptHasSettledIsCarriedOver() {
    List<Recorded> planned = planned(UploadMode.APPEND, 1, 2);
    platform.failWrites(Collections.nCopies(5, Fault.LOST_BEFORE).toArray(Fault[]::new));
    Receipt unknown = write(WriteBack.PUBLISH, Age.OLDER, planned.subList(0, 1)).get(0);
    Receipt settled = write(WriteBack.PUBLISH, Age.OLDER, planned.subList(1, 2)).get(0);
    platform.delete(2, settled.standing().additions().get(0).figure().orElseThrow());

    List<Receipt> receipts =
        write(WriteBack.PUBLISH, Age.THIS, after(planned, List.of(unknown, settled)));

    assertThat(unknown.outcome()).isEqualTo("unknown");
    assertThat(receipts.get(0).outcome()).isEqualTo("applied");
    assertThat(receipts.get(1)).isEqualTo(settled);
    assertThat(platform.labels(2)).as("deleted by a person").containsExactly(BUS);
  }

  @Test
  void undoingLeavesWhatWasThereBefore() {
    List<Recorded> planned = planned(UploadMode.REPLACE, 1, 2);
    List<Receipt> published = write(WriteBack.PUBLISH, Age.OLDER, planned);
    assertThat(platform.labels(1)).containsExactly(CAR, BUS);

    List<Receipt> undone = write(WriteBack.UNDO, Age.PREVIOUS, after(planned, published));

    assertThat(platform.labels(1)).containsExactly(DRAWN);
    assertThat(platform.labels(2)).isEmpty();
    assertThat(undone).extracting(Receipt::added).containsExactly(1, 0);
    assertThat(undone).extracting(Receipt::removed).containsExactly(2, 2);
  }

  @Test
  void whatAnUndoHasFailedOnIsTriedAgain() {
    List<Recorded> planned = planned(UploadMode.APPEND, 1);
    List<Receipt> published = write(WriteBack.PUBLISH, Age.OLDER, planned);
    platform.refuseToRead(1);
    List<Receipt> failed = write(WriteBack.UNDO, Age.PREVIOUS, after(planned, published));
    platform.readAgain(1);

    List<Receipt> undone = write(WriteBack.UNDO, Age.THIS, after(planned, failed));

    assertThat(failed).extracting(Receipt::outcome).containsExactly("failed");
    assertThat(undone).extracting(Receipt::outcome).containsExactly("applied");
    assertThat(platform.labels(1)).containsExactly(DRAWN);
  }

  @Test
  void aLabelThatAPersonDeletedIsNotPutBackByAnUndo() {
    List<Recorded> planned = planned(UploadMode.REPLACE, 1);
    platform.delete(1, platform.on(1).labels().get(0).id().orElseThrow());

    List<Receipt> published = write(WriteBack.PUBLISH, Age.PREVIOUS, planned);
    List<Receipt> undone = write(WriteBack.UNDO, Age.PREVIOUS, after(planned, published));

    assertThat(published).extracting(Receipt::removed).containsExactly(0);
    assertThat(published.get(0).others())
        .extracting(OtherEdit::kind)
        .containsExactly(OtherEdit.Kind.DELETED);
    assertThat(platform.labels(1)).isEmpty();
    assertThat(undone).extracting(Receipt::added).containsExactly(0);
  }

  @Test
  void aLabelOfTheRunThatAPersonDeletedIsNotAddedByPublishingAgain() {
    List<Recorded> planned = planned(UploadMode.APPEND, 1);
    List<Receipt> published = write(WriteBack.PUBLISH, Age.PREVIOUS, planned);
    platform.delete(1, published.get(0).standing().additions().get(0).figure().orElseThrow());
    List<Receipt> undone = write(WriteBack.UNDO, Age.PREVIOUS, after(planned, published));

    write(WriteBack.PUBLISH, Age.PREVIOUS, after(planned, undone));

    assertThat(undone).extracting(Receipt::removed).containsExactly(1);
    assertThat(platform.labels(1)).containsExactly(DRAWN, BUS);
  }

  @Test
  void publishingAgainAfterAnUndoRemovesTheRestoredLabels() {
    List<Recorded> planned = planned(UploadMode.REPLACE, 1);
    List<Receipt> published = write(WriteBack.PUBLISH, Age.OLDER, planned);
    List<Receipt> undone = write(WriteBack.UNDO, Age.PREVIOUS, after(planned, published));

    List<Receipt> again = write(WriteBack.PUBLISH, Age.PREVIOUS, after(planned, undone));

    assertThat(platform.labels(1)).containsExactly(CAR, BUS);
    assertThat(again).extracting(Receipt::outcome).containsExactly("applied");
  }

  @Test
  void anUndoLeavesWhatAPersonCorrectedMeanwhile() {
    List<Recorded> planned = planned(UploadMode.APPEND, 1);
    List<Receipt> published = write(WriteBack.PUBLISH, Age.OLDER, planned);
    FigureId car = published.get(0).standing().additions().get(0).figure().orElseThrow();
    Label corrected = CAR.withOrigin(Origin.CORRECTED);
    platform.edit(1, car, corrected);

    Receipt undone = write(WriteBack.UNDO, Age.PREVIOUS, after(planned, published)).get(0);

    assertThat(platform.labels(1)).containsExactly(DRAWN, corrected);
    assertThat(undone.outcome()).isEqualTo("conflicted");
    assertThat(undone.others())
        .containsExactly(
            new OtherEdit(OtherEdit.Kind.EDITED, Boxes.held(car.number(), corrected), true));
  }

  @Test
  void anUndoOfOneClassCanBeFollowedByAnUndoOfTheRest() {
    List<Recorded> planned = planned(UploadMode.APPEND, 1);
    List<Receipt> published = write(WriteBack.PUBLISH, Age.OLDER, planned);
    WriteBack cars = new WriteBack(WriteBack.Kind.UNDO, List.of("car"), null, null);

    List<Receipt> undone = write(cars, Age.PREVIOUS, after(planned, published));

    assertThat(platform.labels(1)).containsExactly(DRAWN, BUS);
    write(WriteBack.UNDO, Age.PREVIOUS, after(planned, undone));
    assertThat(platform.labels(1)).containsExactly(DRAWN);
  }

  @Test
  void anUndoFindsWhatAPublishWroteThatWasBrokenOffBeforeItsReceipts() {
    List<Recorded> planned = planned(UploadMode.REPLACE, 1, 2);
    write(WriteBack.PUBLISH, Age.OLDER, planned.subList(0, 1)); // and its receipts are lost

    List<Receipt> undone = write(WriteBack.UNDO, Age.OLDER, planned);

    assertThat(platform.labels(1)).containsExactly(DRAWN);
    assertThat(platform.labels(2)).isEmpty();
    assertThat(undone).extracting(Receipt::outcome).containsExactly("applied", "already_there");
  }

  @Test
  void anUndoLooksForWhatAnUnknownPublishMayHaveWritten() {
    List<Recorded> planned = planned(UploadMode.APPEND, 1);
    platform.failWrites(Collections.nCopies(5, Fault.LOST_BEFORE).toArray(Fault[]::new));
    List<Receipt> unknown = write(WriteBack.PUBLISH, Age.OLDER, planned);
    write(WriteBack.PUBLISH, Age.OLDER, planned); // the lost write lands after all

    write(WriteBack.UNDO, Age.PREVIOUS, after(planned, unknown));

    assertThat(unknown).extracting(Receipt::outcome).containsExactly("unknown");
    assertThat(platform.labels(1)).containsExactly(DRAWN);
  }

  private static final Copies COPIES_FROM_100 =
      (dataset, images) ->
          new Copied(
              dataset, images.stream().map(each -> new ImageId(each.number() + 100)).toList());

  @Test
  void anImageThatWasNeverWrittenHasNoCopyUntilItIsPublished() {
    platform.image(101);
    List<Recorded> planned = planned(UploadMode.APPEND, 1);
    List<Receipt> undone =
        writer(WriteBack.UNDO, Age.PREVIOUS, COPIES_FROM_100).write(DATASET, planned);

    writer(WriteBack.PUBLISH, Age.PREVIOUS, COPIES_FROM_100).write(DATASET, after(planned, undone));

    assertThat(platform.labels(1)).as("the source").containsExactly(DRAWN);
    assertThat(platform.labels(101)).containsExactly(CAR, BUS);
  }

  @Test
  void copiesAreWrittenToInsteadOfTheImages() {
    platform.image(101).image(102);

    List<Receipt> receipts =
        writer(WriteBack.PUBLISH, Age.OLDER, COPIES_FROM_100)
            .write(DATASET, planned(UploadMode.APPEND, 1, 2));

    assertThat(platform.labels(1)).containsExactly(DRAWN);
    assertThat(platform.labels(101)).containsExactly(CAR, BUS);
    assertThat(receipts)
        .extracting(Receipt::image)
        .containsExactly(new ImageId(101), new ImageId(102));
  }

  private List<Recorded> planned(UploadMode mode, long... images) {
    return LongStream.of(images)
        .mapToObj(
            image ->
                new PlannedChange(
                    "image:" + image,
                    DATASET,
                    platform.on(image),
                    mode.change(platform.on(image), List.of(CAR, BUS), MergeSettings.DEFAULT)))
        .map(planned -> new Recorded(planned, Optional.empty()))
        .toList();
  }

  private static List<Recorded> after(List<Recorded> planned, List<Receipt> receipts) {
    return planned.stream()
        .map(
            each ->
                new Recorded(
                    each.planned(),
                    receipts.stream()
                        .filter(receipt -> receipt.itemId().equals(each.planned().itemId()))
                        .findFirst()))
        .toList();
  }

  private List<Receipt> write(WriteBack writeBack, Age age, List<Recorded> batch) {
    return writer(writeBack, age, Copies.NONE).write(DATASET, batch);
  }

  private BatchWriter writer(WriteBack writeBack, Age age, Copies copies) {
    return new BatchWriter(
        new Publisher(platform, MergeSettings.DEFAULT, Earlier.NONE, time),
        UploadMode.REPLACE,
        writeBack,
        age,
        copies);
  }
}
