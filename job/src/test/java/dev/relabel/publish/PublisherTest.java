package dev.relabel.publish;

import static dev.relabel.testing.FakePlatform.DATASET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.testing.FakePlatform;
import dev.relabel.testing.FakePlatform.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublisherTest {
  private static final Label PREDICTED = predicted(10);
  private static final Label OTHER = predicted(40);
  private static final Label DRAWN = drawn(70);

  private final FakePlatform platform = new FakePlatform();
  private final ManualTime time = new ManualTime();

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LOST_BEFORE", "LOST_AFTER", "HALFWAY"})
  void appendWhoseAnswerIsLostAddsOnce(Fault fault) {
    platform.image(1, DRAWN).image(2);
    platform.failWrites(fault);

    List<PublishOutcome> outcomes =
        publish(UploadMode.APPEND, change(UploadMode.APPEND, 1), change(UploadMode.APPEND, 2));

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(DRAWN, PREDICTED, OTHER);
    assertThat(platform.labels(2)).containsExactlyInAnyOrder(PREDICTED, OTHER);
    assertThat(outcomes)
        .extracting(PublisherTest::inShort)
        .containsExactly("applied +2 -0", "applied +2 -0");
  }

  @Test
  void runningAgainOnTheSameChangesWritesNothing() {
    platform.image(1, DRAWN);
    PlannedChange change = change(UploadMode.APPEND, 1);
    publish(UploadMode.APPEND, change);
    int writes = platform.writes();

    publish(UploadMode.APPEND, change);

    assertThat(platform.writes()).isEqualTo(writes);
    assertThat(platform.labels(1)).containsExactlyInAnyOrder(DRAWN, PREDICTED, OTHER);
  }

  @Test
  void appendOfWhatIsThereAlreadyAddsItASecondTime() {
    platform.image(1, PREDICTED);

    publish(UploadMode.APPEND, change(UploadMode.APPEND, 1));

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(PREDICTED, PREDICTED, OTHER);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LOST_BEFORE", "LOST_AFTER", "HALFWAY"})
  void replaceWhoseAnswersAreLostLeavesThePredictionsAlone(Fault fault) {
    platform.image(1, DRAWN, drawn(5));
    platform.failWrites(fault, fault);

    List<PublishOutcome> outcomes = publish(UploadMode.REPLACE, change(UploadMode.REPLACE, 1));

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(PREDICTED, OTHER);
    assertThat(outcomes).extracting(PublisherTest::inShort).containsExactly("applied +2 -2");
  }

  @Test
  void replaceKeepsWhatAPersonDrewAndChangedMeanwhile() {
    platform.image(1, DRAWN, drawn(5));
    PlannedChange change = change(UploadMode.REPLACE, 1);
    Label late = drawn(20);
    Label moved = drawn(33);
    platform.draw(1, late);
    platform.edit(1, platform.on(1).labels().get(0).id().orElseThrow(), moved);

    List<PublishOutcome> outcomes = publish(UploadMode.REPLACE, change);

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(PREDICTED, OTHER, late, moved);
    assertThat(outcomes)
        .extracting(PublisherTest::inShort)
        .containsExactly("conflicted +2 -1 !edited !added");
  }

  @Test
  void aLabelThatAPersonDeletedMeanwhileStaysDeleted() {
    platform.image(1, DRAWN, drawn(5));
    PlannedChange change = change(UploadMode.APPEND, 1);
    platform.delete(1, platform.on(1).labels().get(0).id().orElseThrow());

    publish(UploadMode.APPEND, change);

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(drawn(5), PREDICTED, OTHER);
  }

  @Test
  void aDeletedTwinDoesNotMakeARetryAddTwice() {
    platform.image(1, PREDICTED, DRAWN);
    PlannedChange change = change(UploadMode.APPEND, 1);
    publish(UploadMode.APPEND, change);
    platform.delete(1, change.before().labels().get(0).id().orElseThrow());

    publish(UploadMode.APPEND, change);

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(DRAWN, PREDICTED, OTHER);
  }

  @Test
  void anImageWithNothingToChangeIsUnchanged() {
    platform.image(1, PREDICTED, OTHER);

    List<PublishOutcome> outcomes = publish(UploadMode.IOU_MERGE, change(UploadMode.IOU_MERGE, 1));

    assertThat(outcomes).extracting(PublisherTest::inShort).containsExactly("unchanged +0 -0");
    assertThat(platform.writes()).isZero();
  }

  @Test
  void oneRefusedImageDoesNotHoldUpTheOthers() {
    platform.image(1).image(2);
    PlannedChange refused =
        new PlannedChange(
            "b",
            DATASET,
            platform.on(2),
            new Change(List.of(PREDICTED.withClassName("bad")), List.of()));
    platform.refuse(label -> label.className().equals("bad"));

    List<PublishOutcome> outcomes =
        publish(UploadMode.APPEND, change(UploadMode.APPEND, 1), refused);

    assertThat(outcomes)
        .extracting(PublisherTest::inShort)
        .containsExactly("applied +2 -0", "failed +0 -0: The fake refuses bad");
    assertThat(platform.labels(1)).containsExactlyInAnyOrder(PREDICTED, OTHER);
    assertThat(platform.labels(2)).isEmpty();
  }

  @Test
  void answersLostForeverEndAsUnknown() {
    platform.image(1);
    platform.failWrites(
        Fault.LOST_BEFORE,
        Fault.LOST_BEFORE,
        Fault.LOST_BEFORE,
        Fault.LOST_BEFORE,
        Fault.LOST_BEFORE);

    List<PublishOutcome> outcomes = publish(UploadMode.APPEND, change(UploadMode.APPEND, 1));

    assertThat(outcomes)
        .extracting(PublisherTest::inShort)
        .containsExactly("unknown +0 -0: no answer");
  }

  @Test
  void aLostWriteThatHasLandedIsNotRepeated() {
    platform.image(1);
    platform.failWrites(Fault.LANDS_AT_THE_NEXT_READ);

    publish(UploadMode.APPEND, change(UploadMode.APPEND, 1));

    assertThat(platform.writes()).isOne();
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void whatALostWriteAddsAfterItsRepetitionIsRemovedAgain() {
    platform.image(1, DRAWN, PREDICTED).image(2);
    platform.failWrites(Fault.LANDS_AFTER_THE_NEXT_WRITE);
    List<PlatformLabel> before = platform.on(1).labels();
    Label late = drawn(20);
    PlannedChange change = change(UploadMode.APPEND, 1);
    platform.draw(1, late);
    List<PublishOutcome> outcomes = publish(UploadMode.APPEND, change);

    assertThat(platform.labels(1))
        .containsExactlyInAnyOrder(DRAWN, PREDICTED, late, PREDICTED, OTHER);
    assertThat(platform.on(1).labels()).containsAll(before);
    assertThat(outcomes).extracting(PublisherTest::inShort).containsExactly("applied +2 -0");
    assertThat(time.elapsed()).as("given to the lost write").isGreaterThan(Publisher.LANDING);
  }

  @Test
  void whatABrokenOffAttemptHasDoubledIsRemoved() {
    platform.image(1, DRAWN, PREDICTED);
    PlannedChange change = change(UploadMode.APPEND, 1);
    publish(UploadMode.APPEND, change);
    platform.draw(1, PREDICTED); // landed beside its repetition, and then nobody was left to look
    platform.draw(1, OTHER);

    publish(Earlier.BROKEN_OFF, UploadMode.APPEND, change);

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(DRAWN, PREDICTED, PREDICTED, OTHER);
  }

  /** The oldest stay, be they the late ones or their repetition. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LANDS_BEFORE_THE_NEXT_WRITE", "LANDS_AFTER_THE_NEXT_WRITE"})
  void whatStaysOfDoublesIsWhatTheOutcomeNames(Fault fault) {
    platform.image(1, DRAWN, PREDICTED);
    platform.failWrites(fault);

    List<PublishOutcome> outcomes = publish(UploadMode.APPEND, change(UploadMode.APPEND, 1));

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(DRAWN, PREDICTED, PREDICTED, OTHER);
    assertThat(figuresOf(outcomes.get(0))).hasSize(2).allMatch(this::isOnTheImage);
    assertThat(outcomes).extracting(PublisherTest::inShort).containsExactly("applied +2 -0");
  }

  private static List<FigureId> figuresOf(PublishOutcome outcome) {
    return outcome.effect().added().stream().flatMap(each -> each.figure().stream()).toList();
  }

  private boolean isOnTheImage(FigureId figure) {
    return platform.on(1).labels().stream()
        .anyMatch(label -> label.id().equals(Optional.of(figure)));
  }

  @Test
  void aWriteThatTheServerHasFinishedIsLookedForAtOnce() {
    platform.image(1);
    platform.failWrites(Fault.FAILED);

    publish(UploadMode.APPEND, change(UploadMode.APPEND, 1));

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(PREDICTED, OTHER);
    assertThat(time.sleeps()).isEmpty();
  }

  private List<PublishOutcome> publish(UploadMode mode, PlannedChange... changes) {
    return publish(Earlier.NONE, mode, changes);
  }

  private List<PublishOutcome> publish(Earlier earlier, UploadMode mode, PlannedChange... changes) {
    return new Publisher(platform, MergeSettings.DEFAULT, earlier, time)
        .publish(
            DATASET,
            Stream.of(changes)
                .map(each -> new Edit(each.before(), each.change(), mode == UploadMode.REPLACE))
                .toList());
  }

  private static String inShort(PublishOutcome outcome) {
    StringBuilder text =
        new StringBuilder(
            "%s +%s -%s"
                .formatted(
                    outcome.word(), outcome.effect().additions(), outcome.effect().removals()));
    outcome.effect().others().stream()
        .filter(OtherEdit::isConflict)
        .forEach(each -> text.append(" !").append(each.kind().name().toLowerCase(Locale.ROOT)));
    return outcome.message().isEmpty() ? text.toString() : text + ": " + outcome.message();
  }

  private PlannedChange change(UploadMode mode, long image) {
    PlatformAnnotation before = platform.on(image);
    return new PlannedChange(
        "image:" + image,
        DATASET,
        before,
        mode.change(before, List.of(PREDICTED, OTHER), MergeSettings.DEFAULT));
  }

  private static Label predicted(double at) {
    return Label.predicted("car", new Rectangle(at, at, at + 20, at + 20), 0.5);
  }

  private static Label drawn(double at) {
    return new Label(
        "car",
        new Rectangle(at, at, at + 20, at + 20),
        OptionalDouble.empty(),
        List.of(),
        Origin.PERSON);
  }
}
