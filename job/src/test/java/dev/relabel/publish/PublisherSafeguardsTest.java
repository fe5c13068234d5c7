package dev.relabel.publish;

import static dev.relabel.testing.FakePlatform.DATASET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.testing.FakePlatform;
import dev.relabel.testing.FakePlatform.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What keeps a write from being done twice, in the wrong order or on an old look. */
class PublisherSafeguardsTest {
  private static final Label PREDICTED = Boxes.predicted(10);
  private static final Label OTHER = Boxes.predicted(40);
  private static final Label DRAWN = Boxes.drawn(70);

  private final ManualTime time = new ManualTime();
  private final FakePlatform platform = new FakePlatform().on(time);

  @Test
  void aRetryOfAFinishedWriteIsToldFromAWrite() {
    platform.image(1);
    Edit edit = change(UploadMode.APPEND, 1);

    assertThat(publish(edit))
        .extracting(PublisherSafeguardsTest::inShort)
        .containsExactly("applied +2 -0");
    assertThat(publish(edit))
        .extracting(PublisherSafeguardsTest::inShort)
        .containsExactly("already_there +2 -0");
  }

  @Test
  void aLostWriteThatTookEffectIsNotRepeated() {
    platform.image(1);
    platform.failWrites(Fault.LOST_AFTER);

    publish(change(UploadMode.APPEND, 1));

    assertThat(platform.calls()).containsExactly("read", "add", "read");
  }

  @Test
  void aLostWriteThatLandsWhileItIsGivenTimeIsNotRepeated() {
    platform.image(1);
    platform.failWrites(Fault.LOST_BEFORE);
    Runnable landing =
        () -> {
          platform.draw(1, PREDICTED);
          platform.draw(1, OTHER);
        };
    platform.afterTheNextRead(() -> platform.afterTheNextRead(landing));

    publish(change(UploadMode.APPEND, 1));

    assertThat(platform.calls()).containsExactly("read", "read", "read");
    assertThat(time.sleeps()).hasSize(1);
  }

  @Test
  void additionsComeBeforeRemovals() {
    platform.image(1, DRAWN);

    publish(change(UploadMode.REPLACE, 1));

    assertThat(platform.calls()).containsExactly("read", "add", "remove");
  }

  @Test
  void whatARefusedRemovalLeavesBehindIsRecorded() {
    platform.image(1, DRAWN);
    platform.refuseRemovals();

    List<PublishOutcome> outcomes = publish(change(UploadMode.REPLACE, 1));

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(DRAWN, PREDICTED, OTHER);
    assertThat(outcomes)
        .extracting(PublisherSafeguardsTest::inShort)
        .containsExactly("failed +2 -0: The fake removes nothing");
    assertThat(outcomes.get(0).effect().added()).allMatch(each -> each.figure().isPresent());
  }

  @Test
  void replaceLeavesAMachinesLabelThatAPersonConfirmedInPlace() {
    platform.image(1, Boxes.predicted(70));
    Edit edit = change(UploadMode.REPLACE, 1);
    Label confirmed = Boxes.predicted(70).withOrigin(Origin.CORRECTED);
    platform.edit(1, platform.on(1).labels().get(0).id().orElseThrow(), confirmed);

    List<PublishOutcome> outcomes = publish(edit);

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(confirmed, PREDICTED, OTHER);
    assertThat(outcomes)
        .extracting(PublisherSafeguardsTest::inShort)
        .containsExactly("conflicted +2 -0 !edited");
  }

  @Test
  void whoeverIsHeldUpAfterTheLookLooksAgain() {
    platform.image(1);
    Edit edit = change(UploadMode.APPEND, 1);
    platform.afterTheNextRead(
        () -> {
          time.pass(Publisher.FRESH.plusNanos(1));
          // Somebody else has done it meanwhile.
          platform.draw(1, PREDICTED);
          platform.draw(1, OTHER);
        });

    publish(edit);

    // The last one makes sure that the two have not both written.
    assertThat(platform.calls()).containsExactly("read", "read", "read");
    assertThat(platform.labels(1)).containsExactlyInAnyOrder(PREDICTED, OTHER);
    assertThat(Publisher.FRESH).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aLookIsGoodForTenSeconds() {
    platform.image(1);
    platform.afterTheNextRead(() -> time.pass(Publisher.FRESH));

    publish(change(UploadMode.APPEND, 1));

    assertThat(platform.calls()).containsExactly("read", "add");
  }

  @Test
  void afterABrokenOffAttemptWhatItAddedLateIsRemovedAgain() {
    platform.image(1, DRAWN);
    Edit edit = change(UploadMode.APPEND, 1);
    platform.failWrites(Fault.LANDS_AFTER_THE_NEXT_WRITE);
    assertThatThrownBy(
            () ->
                platform.addLabels(
                    DATASET,
                    Map.of(edit.image(), edit.change().additions()),
                    Deadline.in(Publisher.FRESH, time)))
        .isInstanceOf(OutcomeUnknownException.class);

    new Publisher(platform, MergeSettings.DEFAULT, Earlier.BROKEN_OFF, time)
        .publish(DATASET, List.of(edit));

    assertThat(platform.labels(1)).containsExactlyInAnyOrder(DRAWN, PREDICTED, OTHER);
    assertThat(platform.calls()).endsWith("add", "add", "read", "remove");
    assertThat(time.elapsed()).isGreaterThan(Publisher.LANDING);
  }

  @Test
  void anUndoWaitsForTheRemovalThatABrokenOffPublishHadSent() {
    platform.image(1, DRAWN);
    FigureId figure = platform.on(1).labels().get(0).id().orElseThrow();
    Edit restores =
        new Edit(
            new PlatformAnnotation(platform.on(1).image(), 10, 10, List.of(), List.of(), List.of()),
            new Change(List.of(DRAWN), List.of()),
            List.of(Optional.of(figure)),
            false);
    platform.afterTheNextRead(() -> platform.delete(1, figure)); // what was sent lands

    List<PublishOutcome> outcomes =
        new Publisher(platform, MergeSettings.DEFAULT, Earlier.BROKEN_OFF, time)
            .publish(DATASET, List.of(restores));

    assertThat(platform.labels(1)).containsExactly(DRAWN);
    assertThat(outcomes).extracting(PublishOutcome::word).containsExactly("applied");
  }

  @Test
  void afterSeveralAttemptsWhatLandsBesideTheLabelsOfOneIsWaitedFor() {
    platform.image(1, DRAWN);
    Edit edit = change(UploadMode.APPEND, 1);
    publish(edit);

    new Publisher(platform, MergeSettings.DEFAULT, Earlier.SEVERAL_BROKEN_OFF, time)
        .publish(DATASET, List.of(edit));

    assertThat(time.elapsed()).isGreaterThan(Publisher.LANDING);
    assertThat(platform.calls()).endsWith("read", "read");
  }

  private Edit change(UploadMode mode, long image) {
    PlatformAnnotation before = platform.on(image);
    return new Edit(
        before,
        mode.change(before, List.of(PREDICTED, OTHER), MergeSettings.DEFAULT),
        mode == UploadMode.REPLACE);
  }

  private List<PublishOutcome> publish(Edit edit) {
    return new Publisher(platform, MergeSettings.DEFAULT, Earlier.NONE, time)
        .publish(DATASET, List.of(edit));
  }

  private static String inShort(PublishOutcome outcome) {
    Effect effect = outcome.effect();
    StringBuilder text =
        new StringBuilder(
            "%s +%s -%s".formatted(outcome.word(), effect.additions(), effect.removals()));
    effect.others().stream()
        .filter(OtherEdit::isConflict)
        .forEach(each -> text.append(" !").append(each.kind().name().toLowerCase(Locale.ROOT)));
    return outcome.message().isEmpty() ? text.toString() : text + ": " + outcome.message();
  }
}
