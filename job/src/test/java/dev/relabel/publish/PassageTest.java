package dev.relabel.publish;

import static dev.relabel.publish.Boxes.drawn;
import static dev.relabel.publish.Boxes.held;
import static dev.relabel.publish.Boxes.image;
import static dev.relabel.publish.Boxes.predicted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.Standing.Presence;
import dev.relabel.run.WriteBack;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PassageTest {
  private static final DatasetId DATASET = new DatasetId(7);
  private static final PlatformLabel KEPT = held(1, drawn(70));
  private static final PlatformLabel REMOVED = held(2, drawn(40));
  private static final PlatformLabel REMOVED_GUESS = held(3, predicted("bus", 20, 0.3));
  private static final Label CAR = predicted("car", 10, 0.9);
  private static final Label BUS = predicted("bus", 15, 0.4);
  private static final PlannedChange PLANNED =
      new PlannedChange(
          "image:1",
          DATASET,
          image(KEPT, REMOVED, REMOVED_GUESS),
          new Change(List.of(CAR, BUS), List.of(REMOVED, REMOVED_GUESS)));
  private static final Standing DONE =
      new Standing(List.of(there(11), there(12)), List.of(Presence.ABSENT, Presence.ABSENT));

  @Test
  void publishingStartsFromTheBeforeImageAndWantsTheWholeChange() {
    Edit edit = publishing(Standing.untouched(PLANNED.change())).edit();

    assertThat(edit.base()).isEqualTo(PLANNED.before());
    assertThat(edit.change()).isEqualTo(PLANNED.change());
  }

  @Test
  void publishingAgainWantsNothing() {
    assertThat(publishing(DONE).edit().change().isNothing()).isTrue();
  }

  @Test
  void anUndoIsTheReverse() {
    Edit edit = passage(WriteBack.UNDO, DONE).edit();

    assertThat(edit.base()).isEqualTo(image(KEPT, held(11, CAR), held(12, BUS)));
    assertThat(edit.change())
        .isEqualTo(
            new Change(
                List.of(REMOVED.label(), REMOVED_GUESS.label()),
                List.of(held(11, CAR), held(12, BUS))));
  }

  @Test
  void anUndoOfWhatWasNeverDoneWantsNothing() {
    assertThat(
            passage(WriteBack.UNDO, Standing.untouched(PLANNED.change()))
                .edit()
                .change()
                .isNothing())
        .isTrue();
  }

  @Test
  void anUndoOfOneClassLeavesTheOthersAsTheyAre() {
    Edit edit = passage(undo(List.of("bus"), null, null), DONE).edit();

    assertThat(edit.change())
        .isEqualTo(new Change(List.of(REMOVED_GUESS.label()), List.of(held(12, BUS))));
    assertThat(edit.base().labels()).contains(held(11, CAR));
  }

  @Test
  void anUndoByScoreIsAboutScoredLabelsOnly() {
    assertThat(passage(undo(List.of(), 0.4, null), DONE).edit().change())
        .isEqualTo(new Change(List.of(), List.of(held(11, CAR), held(12, BUS))));
    assertThat(passage(undo(List.of(), null, 0.4), DONE).edit().change())
        .isEqualTo(new Change(List.of(REMOVED_GUESS.label()), List.of(held(12, BUS))));
  }

  @Test
  void publishingIsAboutEverythingWhateverTheFilter() {
    WriteBack odd = new WriteBack(WriteBack.Kind.PUBLISH, List.of("none"), 1.0, 1.0);

    assertThat(passage(odd, Standing.untouched(PLANNED.change())).edit().change())
        .isEqualTo(PLANNED.change());
  }

  @ParameterizedTest
  @EnumSource(UploadMode.class)
  void onlyReplaceWantsToBeAloneAndOnlyOnTheWayThere(UploadMode mode) {
    Standing untouched = Standing.untouched(PLANNED.change());

    assertThat(passage(WriteBack.PUBLISH, untouched, mode).edit().isExclusive())
        .isEqualTo(mode == UploadMode.REPLACE);
    assertThat(passage(WriteBack.UNDO, DONE, mode).edit().isExclusive()).isFalse();
  }

  @Test
  void theReceiptOfAPublishNamesTheNewLabels() {
    Passage passage = publishing(Standing.untouched(PLANNED.change()));

    Receipt receipt =
        passage.receipt(
            new PublishOutcome.Applied(
                new Effect(List.of(there(11), there(12)), List.of(true, true), List.of())));

    assertThat(receipt)
        .isEqualTo(
            new Receipt("image:1", DATASET, new ImageId(1), "applied", 2, 2, "", DONE, List.of()));
  }

  @Test
  void theReceiptOfAnUndoNamesTheRestoredLabels() {
    Passage passage = passage(WriteBack.UNDO, DONE);

    Receipt receipt =
        passage.receipt(
            new PublishOutcome.Applied(
                new Effect(List.of(there(21), there(22)), List.of(true, true), List.of())));

    assertThat(receipt.standing())
        .isEqualTo(
            new Standing(List.of(Presence.ABSENT, Presence.ABSENT), List.of(there(21), there(22))));
    assertThat(passage(WriteBack.PUBLISH, receipt.standing()).edit().base())
        .as("what publishing again starts from")
        .isEqualTo(image(KEPT, held(21, REMOVED.label()), held(22, REMOVED_GUESS.label())));
  }

  @Test
  void whatCouldNotBeRemovedStaysInTheStanding() {
    Passage passage = publishing(Standing.untouched(PLANNED.change()));
    OtherEdit other = new OtherEdit(OtherEdit.Kind.EDITED, held(2, drawn(45)), true);

    Receipt receipt =
        passage.receipt(
            new PublishOutcome.Conflicted(
                new Effect(
                    List.of(there(11), Presence.ABSENT), List.of(false, true), List.of(other))));

    assertThat(receipt.standing())
        .isEqualTo(
            new Standing(List.of(there(11), Presence.ABSENT), List.of(there(2), Presence.ABSENT)));
    assertThat(receipt.added()).isOne();
    assertThat(receipt.removed()).isOne();
    assertThat(receipt.conflicts()).isOne();
  }

  @Test
  void aFilteredUndoLeavesTheRestOfTheStandingAlone() {
    Passage passage = passage(undo(List.of("bus"), null, null), DONE);

    Receipt receipt =
        passage.receipt(
            new PublishOutcome.Applied(new Effect(List.of(there(22)), List.of(true), List.of())));

    assertThat(receipt.standing())
        .isEqualTo(
            new Standing(List.of(there(11), Presence.ABSENT), List.of(Presence.ABSENT, there(22))));
  }

  private static Presence there(long figure) {
    return new Presence(true, Optional.of(new FigureId(figure)));
  }

  private static WriteBack undo(
      List<String> classes, @Nullable Double minScore, @Nullable Double maxScore) {
    return new WriteBack(WriteBack.Kind.UNDO, classes, minScore, maxScore);
  }

  private static Passage publishing(Standing standing) {
    return passage(WriteBack.PUBLISH, standing);
  }

  private static Passage passage(WriteBack writeBack, Standing standing) {
    return passage(writeBack, standing, UploadMode.REPLACE);
  }

  private static Passage passage(WriteBack writeBack, Standing standing, UploadMode mode) {
    return new Passage(PLANNED, DATASET, Boxes.IMAGE, standing, List.of(), writeBack, mode);
  }
}
