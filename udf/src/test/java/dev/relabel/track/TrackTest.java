package dev.relabel.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Rectangle;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static Detection sight(int frame) {
    return new Detection(
        0, "cat", 0.5, new Rectangle(8 * frame, 0, 50 + 8 * frame, 100 + 5 * frame));
  }

  private static Track afterTenFrames() {
    Track track = Track.begin(1, sight(0), 0, Track.Status.SEEN);
    for (int frame = 1; frame < 10; frame++) {
      track.predict();
      track.join(sight(frame), frame);
    }
    return track;
  }

  @Test
  void whatIsSeenGoesOnGrowingAndWhatIsLostOnlyMoves() {
    Track seen = afterTenFrames();
    Track lost = afterTenFrames();
    BoxMotion before = lost.motion();
    lost.lose();

    seen.predict();
    lost.predict();

    assertThat(seen.motion().height().position()).isGreaterThan(before.height().position() + 4);
    assertThat(lost.motion().height().position()).isEqualTo(before.height().position());
    assertThat(lost.motion().x()).isEqualTo(seen.motion().x());
  }

  @Test
  void itsAgeCountsToTheLastSight() {
    Track track = afterTenFrames();
    track.lose();
    track.predict();

    assertThat(track.age()).isEqualTo(9);
  }

  @Test
  void costsAreOfOverlapScoreAndClass() {
    Track track =
        Track.begin(
            1, new Detection(0, "cat", 1, new Rectangle(0, 0, 10, 10)), 1, Track.Status.SEEN);
    Rectangle half = new Rectangle(0, 0, 10, 5);

    assertThat(track.boxCost(new Detection(0, "cat", 0.5, half))).isEqualTo(0.5);
    assertThat(track.scoredCost(new Detection(0, "cat", 0.5, half))).isEqualTo(0.75);
    assertThat(track.boxCost(new Detection(0, "dog", 0.5, half))).isEqualTo(1);
    assertThat(track.scoredCost(new Detection(0, "dog", 0.5, half))).isEqualTo(1);
  }
}
