package dev.relabel.track;

import static dev.relabel.track.Scene.box;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Tag;
import dev.relabel.annotation.WholeImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteTrackerTest {
  private static final long NONE = 0;
  private static final int BUFFER = 5;

  private static final TrackingSettings SETTINGS = new TrackingSettings(0.5, 0.1, 0.6, 0.8, BUFFER);

  private final ByteTracker tracker = new ByteTracker(SETTINGS);

  /** The tracks of the next frame's labels. */
  private List<Long> next(Label... labels) {
    return tracker.next(List.of(labels)).stream().map(each -> each.track().orElse(NONE)).toList();
  }

  private void skip(int frames) {
    for (int i = 0; i < frames; i++) {
      next();
    }
  }

  @Test
  void tracksAreNumberedFromOneTheBestScoreFirst() {
    assertThat(next(box("cat", 100, 100, 0.7), box("cat", 300, 100, 0.9))).containsExactly(2L, 1L);
    assertThat(next(box("cat", 100, 100, 0.7), box("cat", 500, 100, 0.9))).containsExactly(2L, 3L);
  }

  @Test
  void objectsThatCrossKeepTheirNumbers() {
    for (int frame = 0; frame <= 60; frame++) {
      Label toTheRight = box("person", 100 + 5 * frame, 200, 0.9);
      Label toTheLeft = box("person", 402 - 5 * frame, 210, 0.85);
      if (frame % 2 == 0) {
        assertThat(next(toTheRight, toTheLeft)).as("frame %s", frame).containsExactly(1L, 2L);
      } else {
        assertThat(next(toTheLeft, toTheRight)).as("frame %s", frame).containsExactly(2L, 1L);
      }
    }
  }

  @Test
  void anObjectThatMovesOnWhileHiddenKeepsItsNumberForTheBuffer() {
    for (int hidden = 0; hidden <= BUFFER + 2; hidden++) {
      ByteTracker fresh = new ByteTracker(SETTINGS);
      for (int frame = 0; frame < 10; frame++) {
        fresh.next(List.of(box("car", 100 + 6 * frame, 100, 0.9)));
      }
      for (int i = 0; i < hidden; i++) {
        fresh.next(List.of());
      }
      Label back = box("car", 100 + 6 * (10 + hidden), 100, 0.9);

      assertThat(fresh.next(List.of(back)).get(0).track())
          .as("hidden for %s frames", hidden)
          .hasValue(hidden <= BUFFER ? 1 : 2);
    }
  }

  @Test
  void lowScoresKeepATrackAlive() {
    next(box("cat", 100, 100, 0.9));
    next(box("cat", 102, 100, 0.9));
    for (int frame = 2; frame < 5 * BUFFER; frame++) {
      assertThat(next(box("cat", 100 + 2 * frame, 100, 0.1))).containsExactly(1L);
    }
  }

  @Test
  void lowScoresNeverBeginATrack() {
    for (int frame = 0; frame < 5; frame++) {
      assertThat(next(box("cat", 100, 100, 0.49), box("cat", 300, 100, 0.59)))
          .containsExactly(NONE, NONE);
    }
    assertThat(next(box("cat", 100, 100, 0.6))).containsExactly(1L);
  }

  @Test
  void scoresBelowTheLowOneCountForNothing() {
    next(box("cat", 100, 100, 0.9));

    assertThat(next(box("cat", 100, 100, 0.09))).containsExactly(NONE);
  }

  @Test
  void lowScoresDoNotBringALostTrackBack() {
    next(box("cat", 100, 100, 0.9));
    skip(1);

    assertThat(next(box("cat", 100, 100, 0.3))).containsExactly(NONE);
    assertThat(next(box("cat", 100, 100, 0.55))).containsExactly(1L);
  }

  @Test
  void lowScoresDoNotConfirmATrack() {
    skip(1);
    assertThat(next(box("cat", 100, 100, 0.9))).containsExactly(1L);

    assertThat(next(box("cat", 100, 100, 0.3))).containsExactly(NONE);
    assertThat(next(box("cat", 100, 100, 0.9))).containsExactly(2L);
  }

  /** The track of a box of 100 × 100 that has gone so far, so of IoU (100 − far) ÷ (100 + far). */
  private static long afterAMove(ByteTracker tracker, int far, double score) {
    tracker.next(List.of(box("cat", 200, 200, 100, 100, 0.9)));
    Label moved = box("cat", 200 + far, 200, 100, 100, score);
    return tracker.next(List.of(moved)).get(0).track().orElse(NONE);
  }

  private static ByteTracker afterAnEmptyFrame() {
    ByteTracker fresh = new ByteTracker(TrackingSettings.DEFAULT);
    fresh.next(List.of());
    return fresh;
  }

  @Test
  void eachRoundHasItsLimit() {
    TrackingSettings settings = TrackingSettings.DEFAULT;
    // Confirmed, IoU × score above 0.2: less than 200 ÷ 3 far, or 50 with a score of 0.6
    assertThat(afterAMove(new ByteTracker(settings), 66, 1)).isEqualTo(1);
    assertThat(afterAMove(new ByteTracker(settings), 67, 1)).isEqualTo(2);
    assertThat(afterAMove(new ByteTracker(settings), 49, 0.6)).isEqualTo(1);
    assertThat(afterAMove(new ByteTracker(settings), 51, 0.6)).isEqualTo(2);
    // Low score, IoU above 0.5: less than 100 ÷ 3
    assertThat(afterAMove(new ByteTracker(settings), 33, 0.2)).isEqualTo(1);
    assertThat(afterAMove(new ByteTracker(settings), 34, 0.2)).isEqualTo(NONE);
    // Unconfirmed, IoU × score above 0.3: less than 700 ÷ 13
    assertThat(afterAMove(afterAnEmptyFrame(), 53, 1)).isEqualTo(1);
    assertThat(afterAMove(afterAnEmptyFrame(), 54, 1)).isEqualTo(2);
  }

  @Test
  void aTrackIsDroppedThatIsNotConfirmedAtOnce() {
    skip(1);
    assertThat(next(box("cat", 100, 100, 0.9))).containsExactly(1L);
    skip(1);
    assertThat(next(box("cat", 100, 100, 0.9))).containsExactly(2L);
    assertThat(next(box("cat", 100, 100, 0.9))).containsExactly(2L);
    skip(1);
    assertThat(next(box("cat", 100, 100, 0.9))).containsExactly(2L);
  }

  @Test
  void theFirstFrameNeedsNoConfirmation() {
    next(box("cat", 100, 100, 0.9));
    skip(1);

    assertThat(next(box("cat", 100, 100, 0.9))).containsExactly(1L);
  }

  @Test
  void classesAtOnePlaceStayApart() {
    for (int frame = 0; frame < 10; frame++) {
      int x = 100 + 3 * frame;
      assertThat(next(box("dog", x, 100, 0.8), box("cat", x, 100, 0.8))).containsExactly(2L, 1L);
    }
    assertThat(next(box("dog", 130, 100, 0.8), box("fox", 130, 100, 0.8))).containsExactly(2L, 3L);
  }

  @Test
  void ofTwoTracksThatEndAtOnePlaceTheOneSeenForLongerStays() {
    skip(1);
    for (int frame = 0; frame < 10; frame++) {
      next(box("cat", 100, 100, 100, 100, 0.9));
    }
    for (int frame = 0; frame < 4; frame++) {
      assertThat(next(box("cat", 100, 100, 100, 100, 0.9), box("cat", 112, 100, 100, 100, 0.9)))
          .containsExactly(1L, 2L);
    }
    assertThat(next(box("cat", 107, 100, 100, 100, 0.9))).containsExactly(2L);
    assertThat(next(box("cat", 104, 100, 100, 100, 0.9))).containsExactly(2L);
    assertThat(next(box("cat", 102, 100, 100, 100, 0.9))).containsExactly(1L);
  }

  @Test
  void labelsWithoutAScoreCountAsSure() {
    Label drawn =
        new Label(
            "cat",
            box("cat", 100, 100, 1).geometry(),
            OptionalDouble.empty(),
            List.of(),
            Origin.PERSON);

    assertThat(next(box("cat", 300, 100, 0.99), drawn)).containsExactly(2L, 1L);
  }

  @Test
  void shapesOfAllKindsAreFollowedByTheirBounds() {
    Label triangle = Label.predicted("cat", Polygon.of(0, 0, 50, 0, 0, 50), 0.9);
    Label otherHalf = Label.predicted("cat", Polygon.of(50, 50, 50, 0, 0, 50), 0.9);

    assertThat(next(triangle)).containsExactly(1L);
    assertThat(next(otherHalf)).containsExactly(1L);
    assertThat(next(box("cat", 25, 25, 50, 50, 0.9))).containsExactly(1L);
  }

  @Test
  void labelsOfWholeImagesAreLeftAsTheyAre() {
    Label whole = Label.predicted("night", WholeImage.INSTANCE, 0.9);
    Label numbered = whole.withTrack(77);

    for (int frame = 0; frame < 3; frame++) {
      List<Label> labels = List.of(whole, box("night", 0.5, 0.5, 1, 1, 0.9), numbered);
      List<Label> tracked = tracker.next(labels);
      assertThat(tracked).containsExactly(whole, labels.get(1).withTrack(1), numbered);
    }
  }

  @Test
  void labelsKeepTheirOrderAndAllButTheTrack() {
    for (List<Label> frame : Scene.random(3, 40, 15)) {
      List<Label> given = new ArrayList<>(frame);
      given.replaceAll(each -> each.withTags(List.of(new Tag("made by", "hand"))));
      List<Label> tracked = tracker.next(given);

      assertThat(tracked).hasSameSizeAs(given);
      for (int i = 0; i < given.size(); i++) {
        Label expected = given.get(i);
        if (tracked.get(i).track().isPresent()) {
          expected = expected.withTrack(tracked.get(i).track().getAsLong());
        }
        assertThat(tracked.get(i)).isEqualTo(expected);
      }
    }
  }

  @Test
  void theOrderOfLabelsDoesNotMatter() {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      ByteTracker ordered = new ByteTracker(TrackingSettings.DEFAULT);
      ByteTracker shuffled = new ByteTracker(TrackingSettings.DEFAULT);
      for (List<Label> frame : Scene.random(seed, 60, 20)) {
        List<Label> mixed = new ArrayList<>(frame);
        Collections.shuffle(mixed, random);

        assertThat(shuffled.next(mixed))
            .as("seed %s", seed)
            .containsExactlyInAnyOrderElementsOf(ordered.next(frame));
        assertThat(shuffled.state()).as("seed %s", seed).isEqualTo(ordered.state());
      }
    }
  }

  @Test
  void labelsThatAreAlikeAreNumberedInTheirOrder() {
    Label first = box("cat", 100, 100, 0.9).withTags(List.of(new Tag("given", "first")));
    Label second = box("cat", 100, 100, 0.9).withTags(List.of(new Tag("given", "second")));

    assertThat(next(first, second)).containsExactly(1L, 2L);
    assertThat(next(second, first)).containsExactly(1L, 2L);
  }

  @Test
  void noTrackHasTwoLabelsOnAFrameOrTwoClasses() {
    for (int seed = 0; seed < 10; seed++) {
      ByteTracker each = new ByteTracker(TrackingSettings.DEFAULT);
      Map<Long, String> classes = new HashMap<>();
      for (List<Label> frame : Scene.random(seed, 60, 40)) {
        List<Label> tracked =
            each.next(frame).stream().filter(label -> label.track().isPresent()).toList();

        assertThat(tracked)
            .as("seed %s", seed)
            .extracting(label -> label.track().getAsLong())
            .doesNotHaveDuplicates();
        for (Label label : tracked) {
          String known =
              classes.computeIfAbsent(label.track().getAsLong(), number -> label.className());
          assertThat(label.className()).as("seed %s", seed).isEqualTo(known);
        }
      }
    }
  }
}
