package dev.relabel.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Affine;
import dev.relabel.image.Orientation;
import org.junit.jupiter.api.Test;

class DisplayMatrixTest {
  @Test
  void everyTurnIsRecognisedByWhatItDoesToAPoint() {
    for (Orientation orientation : Orientation.values()) {
      Affine map = orientation.toUpright(0, 0);
      int one = 1 << 16;
      assertThat(
              DisplayMatrix.orientation(
                  (int) (map.xx() * one),
                  (int) (map.yx() * one),
                  (int) (map.xy() * one),
                  (int) (map.yy() * one)))
          .isEqualTo(orientation);
    }
    assertThat(DisplayMatrix.orientation(1, 1, -1, 1)).isEqualTo(Orientation.UPRIGHT);
  }
}
