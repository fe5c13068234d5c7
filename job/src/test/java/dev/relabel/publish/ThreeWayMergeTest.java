package dev.relabel.publish;

import static dev.relabel.publish.Boxes.drawn;
import static dev.relabel.publish.Boxes.held;
import static dev.relabel.publish.Boxes.image;
import static dev.relabel.publish.Boxes.predicted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Tolerance;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ThreeWayMergeTest {
  private static final Label CAR = predicted(10);
  private static final PlatformLabel DRAWN = held(1, drawn(70));

  @Test
  void anAbsentAdditionIsAddedAndAnUntouchedRemovalRemoved() {
    Change change = new Change(List.of(CAR), List.of(DRAWN));

    ThreeWayMerge merge = merge(image(DRAWN), change, image(DRAWN));

    assertThat(merge.toAdd(change)).containsExactly(CAR);
    assertThat(merge.toRemove()).containsExactly(DRAWN);
    assertThat(merge.isDone()).isFalse();
    assertThat(merge.others()).isEmpty();
  }

  @Test
  void whatWasDoneIsDone() {
    Change change = new Change(List.of(CAR), List.of(DRAWN));

    ThreeWayMerge merge = merge(image(DRAWN), change, image(held(9, CAR)));

    assertThat(merge.isDone()).isTrue();
    assertThat(merge.additions().get(0)).contains(held(9, CAR));
    assertThat(merge.others()).isEmpty();
  }

  @Test
  void aTwinThatWasThereBeforeIsNoAddition() {
    PlatformLabel twin = held(2, CAR);
    Change change = new Change(List.of(CAR), List.of());

    assertThat(merge(image(twin), change, image(twin)).toAdd(change)).containsExactly(CAR);
    assertThat(merge(image(twin), change, image(twin, held(9, CAR))).isDone()).isTrue();
  }

  @Test
  void ofTwoEqualAdditionsOneThatIsThereLeavesOneToAdd() {
    Change change = new Change(List.of(CAR, CAR), List.of());

    assertThat(merge(image(), change, image(held(9, CAR))).toAdd(change)).containsExactly(CAR);
    assertThat(merge(image(), change, image(held(9, CAR), held(10, CAR))).isDone()).isTrue();
  }

  @Test
  void anAdditionIsKnownAgainAfterTheServerHasRoundedIt() {
    Change change = new Change(List.of(predicted(10.4)), List.of());

    assertThat(merge(image(), change, image(held(9, predicted(11)))).isDone()).isTrue();
    assertThat(merge(image(), change, image(held(9, predicted(12)))).isDone()).isFalse();
  }

  @Test
  void aMachinesLabelIsTakenForTheAdditionRatherThanAPersonsEqualOne() {
    Label persons = CAR.withOrigin(Origin.PERSON);
    Change change = new Change(List.of(CAR), List.of());

    ThreeWayMerge merge = merge(image(), change, image(held(8, persons), held(9, CAR)));

    assertThat(merge.additions().get(0)).contains(held(9, CAR));
    assertThat(merge.others())
        .containsExactly(new OtherEdit(OtherEdit.Kind.ADDED, held(8, persons), false));
  }

  @Test
  void aRemovalThatSomebodyMovedStaysAndIsAConflict() {
    PlatformLabel moved = held(1, drawn(40));

    ThreeWayMerge merge = merge(image(DRAWN), new Change(List.of(), List.of(DRAWN)), image(moved));

    assertThat(merge.toRemove()).isEmpty();
    assertThat(merge.others()).containsExactly(new OtherEdit(OtherEdit.Kind.EDITED, moved, true));
  }

  @Test
  void aMachinesLabelThatAPersonCorrectedInPlaceStaysAndIsAConflict() {
    PlatformLabel machines = held(1, CAR);
    PlatformLabel corrected = held(1, CAR.withOrigin(Origin.CORRECTED));

    ThreeWayMerge merge =
        merge(image(machines), new Change(List.of(), List.of(machines)), image(corrected));

    assertThat(merge.toRemove()).isEmpty();
    assertThat(merge.others())
        .containsExactly(new OtherEdit(OtherEdit.Kind.EDITED, corrected, true));
  }

  @Test
  void whatPeopleDoToOtherLabelsIsListedAndNoConflict() {
    PlatformLabel edited = held(2, drawn(30));
    PlatformLabel deleted = held(3, drawn(50));
    PlatformLabel drawn = held(4, drawn(5));
    PlatformLabel editedNow = held(2, drawn(35));

    ThreeWayMerge merge =
        merge(
            image(DRAWN, edited, deleted),
            new Change(List.of(CAR), List.of()),
            image(DRAWN, editedNow, drawn));

    assertThat(merge.others())
        .containsExactlyInAnyOrder(
            new OtherEdit(OtherEdit.Kind.EDITED, editedNow, false),
            new OtherEdit(OtherEdit.Kind.DELETED, deleted, false),
            new OtherEdit(OtherEdit.Kind.ADDED, drawn, false));
  }

  @Test
  void whatAppearsIsInTheWayOfAnEditThatWantsToBeAlone() {
    PlatformLabel drawn = held(4, drawn(5));
    Edit edit = new Edit(image(), new Change(List.of(CAR), List.of()), true);

    ThreeWayMerge merge = ThreeWayMerge.of(edit, image(drawn, held(9, CAR)), Tolerance.SERVER);

    assertThat(merge.others()).containsExactly(new OtherEdit(OtherEdit.Kind.ADDED, drawn, true));
  }

  @Test
  void aServerThatGivesAllLabelsNewIdsHasNotReplacedThem() {
    Label machines = drawn(30).withOrigin(Origin.MACHINE);
    PlatformLabel other = held(2, machines);
    Change change = new Change(List.of(CAR), List.of(other));

    ThreeWayMerge merge = merge(image(other), change, image(held(102, machines)));

    assertThat(merge.toRemove()).containsExactly(held(102, machines));
    assertThat(merge.others()).isEmpty();
  }

  @Test
  void aPersonsLabelUnderANewIdIsNeverTakenForTheOldOne() {
    PlatformLabel other = held(2, drawn(30));
    Change change = new Change(List.of(), List.of(other));

    assertThat(merge(image(other), change, image(held(102, drawn(30)))).toRemove()).isEmpty();
  }

  @Test
  void whileSomeIdIsThereAnEqualLabelUnderAnotherIsSomebodyElses() {
    PlatformLabel other = held(2, drawn(30));
    PlatformLabel drawnAgain = held(102, drawn(30));

    ThreeWayMerge merge =
        merge(image(DRAWN, other), new Change(List.of(), List.of(other)), image(DRAWN, drawnAgain));

    assertThat(merge.toRemove()).isEmpty();
    assertThat(merge.isDone()).isTrue();
    assertThat(merge.others())
        .containsExactly(new OtherEdit(OtherEdit.Kind.ADDED, drawnAgain, false));
  }

  @Test
  void ofADoubledAdditionTheOldestStays() {
    PlatformAnnotation now = image(DRAWN, held(12, CAR), held(10, CAR), held(11, CAR));

    assertThat(doubles(new Change(List.of(CAR), List.of()), now))
        .containsExactlyInAnyOrder(held(11, CAR), held(12, CAR));
    assertThat(doubles(new Change(List.of(CAR, CAR), List.of()), now))
        .containsExactly(held(12, CAR));
  }

  @Test
  void neitherWhatWasThereBeforeNorWhatAPersonDrewIsADouble() {
    PlatformAnnotation now =
        image(DRAWN, held(10, drawn(70).withOrigin(Origin.MACHINE)), held(11, drawn(70)));

    assertThat(doubles(new Change(List.of(drawn(70).withOrigin(Origin.MACHINE)), List.of()), now))
        .isEmpty();
  }

  private static PlatformLabel tag(long id, String name) {
    Label label =
        new Label(name, WholeImage.INSTANCE, OptionalDouble.of(0.9), List.of(), Origin.MACHINE);
    return new PlatformLabel(Optional.of(FigureId.ofTag(id)), label);
  }

  @Test
  void aTagThatIsNoClassOfTheEditIsNotSeen() {
    PlatformLabel sunny = tag(1, "sunny");
    Edit edit =
        new Edit(image(sunny), new Change(List.of(tag(2, "rain").label()), List.of(sunny)), true);

    PlatformAnnotation seen = edit.seen(image(sunny, tag(5, "reviewed"), tag(6, "rain"), DRAWN));

    assertThat(seen).isEqualTo(image(sunny, tag(6, "rain"), DRAWN));
  }

  private static Edit adding(PlatformLabel tag) {
    return new Edit(image(DRAWN), new Change(List.of(tag.label()), List.of()), false);
  }

  private static ThreeWayMerge tagging(Edit edit, PlatformAnnotation now, boolean isSentBefore) {
    return ThreeWayMerge.of(edit, now, Tolerance.SERVER).tagsByOthers(edit, now, isSentBefore);
  }

  @Test
  void aTagThatSomebodyElseHasPutThereIsNotTheRuns() {
    Edit edit = adding(tag(0, "sunny"));
    PlatformLabel persons = tag(7, "sunny");

    ThreeWayMerge merge = tagging(edit, image(DRAWN, persons), false);

    assertThat(merge.toAdd(edit.change())).isEmpty();
    assertThat(merge.ofOthers()).containsExactly(0);
    assertThat(merge.isDone()).isTrue();
    assertThat(new Progress(merge).outcome(false).effect().added())
        .containsExactly(Standing.Presence.ABSENT);
    assertThat(merge.others()).contains(new OtherEdit(OtherEdit.Kind.ADDED, persons, false));
  }

  @Test
  void afterALostAnswerATagThatIsThereIsTheRuns() {
    Edit edit = adding(tag(0, "sunny"));

    ThreeWayMerge merge = tagging(edit, image(DRAWN, tag(7, "sunny")), true);

    assertThat(merge.ofOthers()).isEmpty();
    assertThat(merge.additions()).containsExactly(Optional.of(tag(7, "sunny")));
  }

  @Test
  void aTagOfTheSameKindWithAnotherValueKeepsTheNewOneOut() {
    Edit edit = adding(tag(0, "sunny"));
    Label weak = Label.predicted("sunny", WholeImage.INSTANCE, 0.2);
    PlatformAnnotation now = image(DRAWN, new PlatformLabel(Optional.of(FigureId.ofTag(7)), weak));

    for (boolean isSentBefore : new boolean[] {true, false}) {
      ThreeWayMerge merge = tagging(edit, now, isSentBefore);
      assertThat(merge.toAdd(edit.change())).isEmpty();
      assertThat(merge.ofOthers()).containsExactly(0);
    }
  }

  @Test
  void aTagThatGivesWayDoesNotKeepTheNewOneOut() {
    PlatformLabel weak =
        new PlatformLabel(
            Optional.of(FigureId.ofTag(7)), Label.predicted("sunny", WholeImage.INSTANCE, 0.2));
    Edit edit =
        new Edit(image(weak), new Change(List.of(tag(0, "sunny").label()), List.of(weak)), true);

    ThreeWayMerge merge = tagging(edit, image(weak), false);

    assertThat(merge.toAdd(edit.change())).hasSize(1);
    assertThat(merge.toRemove()).containsExactly(weak);
  }

  @Test
  void aTagThatWasPutThereAgainIsLeftToWhoeverDidThat() {
    PlatformLabel sunny = tag(1, "sunny");
    PlatformLabel again = tag(9, "sunny");

    ThreeWayMerge merge = merge(image(sunny), new Change(List.of(), List.of(sunny)), image(again));

    assertThat(merge.toRemove()).isEmpty();
    assertThat(merge.others()).containsExactly(new OtherEdit(OtherEdit.Kind.ADDED, again, false));
  }

  private static List<PlatformLabel> doubles(Change change, PlatformAnnotation now) {
    return ThreeWayMerge.doubles(new Edit(image(DRAWN), change, false), now, Tolerance.SERVER);
  }

  private static ThreeWayMerge merge(
      PlatformAnnotation base, Change change, PlatformAnnotation now) {
    return ThreeWayMerge.of(new Edit(base, change, false), now, Tolerance.SERVER);
  }
}
