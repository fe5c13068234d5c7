package dev.relabel.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Rectangle;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BoxMotionTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static Rectangle box(double x, double y, double width, double height) {
    return new Rectangle(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  @Test
  void oneSightIsBelievedToRestWithinAPartOfItsHeight() {
    BoxMotion motion = BoxMotion.of(box(50, 60, 40, 100));

    assertThat(motion.x()).isEqualTo(new Axis(50, 0, 100, 0, 6.25 * 6.25));
    assertThat(motion.y()).isEqualTo(new Axis(60, 0, 100, 0, 6.25 * 6.25));
    assertThat(motion.aspect()).isEqualTo(new Axis(0.4, 0, 1e-2 * 1e-2, 0, 1e-5 * 1e-5));
    assertThat(motion.height()).isEqualTo(new Axis(100, 0, 100, 0, 6.25 * 6.25));
  }

  @Test
  void aStepForwardAndASightAreWhatTheFormulasGiveByHand() {
    BoxMotion predicted = BoxMotion.of(box(50, 60, 40, 100)).predicted();

    // 100 + 39.0625 + 5², 39.0625 and 39.0625 + 0.625²
    assertThat(predicted.x()).isEqualTo(new Axis(50, 0, 164.0625, 39.0625, 39.453125));

    Axis x = predicted.corrected(box(60, 60, 40, 100)).x();

    // gains 164.0625 / (164.0625 + 5²) = 105 / 121 and 39.0625 / 189.0625 = 25 / 121
    assertThat(x.position()).isCloseTo(50 + 10 * 105.0 / 121, EXACT);
    assertThat(x.velocity()).isCloseTo(10 * 25.0 / 121, EXACT);
    assertThat(x.variance()).isCloseTo(164.0625 * 16 / 121, EXACT);
    assertThat(x.covariance()).isCloseTo(39.0625 * 16 / 121, EXACT);
    assertThat(x.velocityVariance()).isCloseTo(39.453125 - 39.0625 * 25 / 121, EXACT);
  }

  @Test
  void steadyMotionIsLearnt() {
    BoxMotion motion = BoxMotion.of(box(0, 0, 40, 100));
    for (int frame = 1; frame <= 100; frame++) {
      motion = motion.predicted().corrected(box(3 * frame, -2 * frame, 40, 100 + frame));
    }

    assertThat(motion.x().velocity()).isCloseTo(3, within(0.01));
    assertThat(motion.y().velocity()).isCloseTo(-2, within(0.01));
    assertThat(motion.height().velocity()).isCloseTo(1, within(0.01));
    assertThat(motion.predicted().x().position()).isCloseTo(303, within(0.05));
    BoxMotion rested = motion.withHeightAtRest().predicted();
    assertThat(rested.height().position()).isEqualTo(motion.height().position());
    assertThat(rested.x()).isEqualTo(motion.predicted().x());
  }

  @Test
  void estimatesWithoutAreaOrBeyondAllNumbersAreNoBoxes() {
    Axis one = Axis.at(1, 1, 1);
    assertThat(new BoxMotion(one, one, one, one).box())
        .isEqualTo(new Rectangle(0.5, 0.5, 1.5, 1.5));
    assertThat(new BoxMotion(one, one, one, Axis.at(0, 1, 1)).box()).isNull();
    assertThat(new BoxMotion(one, one, Axis.at(-1, 1, 1), one).box()).isNull();
    assertThat(new BoxMotion(Axis.at(1e300, 1, 1), one, one, one).box()).isNull();
    assertThat(new BoxMotion(Axis.at(Double.NaN, 1, 1), one, one, one).box()).isNull();
    assertThat(BoxMotion.of(new Rectangle(-1e308, 0, 1e308, 1e308)).predicted().box()).isNull();
  }

  @Test
  void eachCoordinateAloneIsTheSameAsAllInMatrices() {
    Random random = new Random(7);
    Rectangle box = box(100, 100, 30, 60);
    BoxMotion motion = BoxMotion.of(box);
    MatrixFilter slow = new MatrixFilter(100, 100, 0.5, 60);
    for (int frame = 0; frame < 50; frame++) {
      motion = motion.predicted();
      slow.predict();
      assertSame(motion, slow);
      if (frame % 7 < 5) { // some frames without a sight
        box =
            box(
                100 + 4 * frame + random.nextGaussian(),
                100 - frame + random.nextGaussian(),
                30 + random.nextGaussian(),
                60 + random.nextGaussian());
        motion = motion.corrected(box);
        slow.correct(
            (box.left() + box.right()) / 2,
            (box.top() + box.bottom()) / 2,
            box.width() / box.height(),
            box.height());
        assertSame(motion, slow);
      }
    }
  }

  private static void assertSame(BoxMotion motion, MatrixFilter slow) {
    Axis[] axes = {motion.x(), motion.y(), motion.aspect(), motion.height()};
    for (int i = 0; i < 4; i++) {
      Offset<Double> tolerance = within(1e-9);
      assertThat(axes[i].position()).isCloseTo(slow.mean[i], tolerance);
      assertThat(axes[i].velocity()).isCloseTo(slow.mean[4 + i], tolerance);
      assertThat(axes[i].variance()).isCloseTo(slow.covariance[i][i], tolerance);
      assertThat(axes[i].covariance()).isCloseTo(slow.covariance[i][4 + i], tolerance);
      assertThat(axes[i].velocityVariance()).isCloseTo(slow.covariance[4 + i][4 + i], tolerance);
    }
  }
}
