package dev.relabel.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelFrameTest {
  private static final Label UPRIGHT = Label.predicted("a", new Rectangle(0, 0, 1, 2), 0.5);

  @Test
  void aSourceThatCountsStoredPixelsGetsLabelsTurnedBack() {
    // Stored 8 × 4, to be turned clockwise: upright it is 4 wide and 8 high. What is at the top
    // left
    // upright was at the bottom left when stored.
    try (Picture picture = turnedClockwise()) {
      LabelFrame frame = LabelFrame.of(picture, 8, 4);

      assertThat(frame.width()).isEqualTo(8);
      assertThat(frame.height()).isEqualTo(4);
      assertThat(frame.fromUpright(List.of(UPRIGHT)))
          .containsExactly(UPRIGHT.withGeometry(new Rectangle(0, 3, 2, 4)));
      assertThat(frame.toUpright(frame.fromUpright(List.of(UPRIGHT)))).containsExactly(UPRIGHT);
    }
  }

  @Test
  void aSourceThatCountsUprightPixelsOrNoneGetsThemAsTheyAre() {
    try (Picture picture = turnedClockwise()) {
      for (LabelFrame frame : List.of(LabelFrame.of(picture, 4, 8), LabelFrame.of(picture, 0, 0))) {
        assertThat(frame.width()).isEqualTo(4);
        assertThat(frame.height()).isEqualTo(8);
        assertThat(frame.fromUpright(List.of(UPRIGHT))).containsExactly(UPRIGHT);
      }
    }
  }

  private static Picture turnedClockwise() {
    try (Picture stored = Picture.ofRgb(8, 4, new byte[8 * 4 * 3])) {
      return new ImageDecoder(1000).decode(TurnedJpeg.of(stored.toJpeg(), 6));
    }
  }
}
