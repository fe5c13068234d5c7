package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inputs that are made to be slow; the limits are far above what they take. */
@Timeout(20)
class CrowdsTest {

  /** Teeth towards the right, or downwards when it is turned. */
  private static Polygon comb(int teeth, boolean turned) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < teeth; i++) {
      points.add(new Point(0, 2 * i + 0.123));
      points.add(new Point(2 * teeth, 2 * i + 0.3));
      points.add(new Point(2 * teeth, 2 * i + 1.3));
      points.add(new Point(0, 2 * i + 1.123));
    }
    points.add(new Point(-1, 2 * teeth));
    points.add(new Point(-1, 0));
    return new Polygon(
        turned ? points.stream().map(p -> new Point(p.y(), p.x())).toList() : points, List.of());
  }

  @Test
  void evenSlabsComeCloseToTheExactArea() {
    Polygon a = comb(40, false);
    Polygon b = comb(40, true);

    double exact = Slabs.shared(a, b, Integer.MAX_VALUE);
    double even = Slabs.shared(a, b, 0);

    assertThat(even).isCloseTo(exact, within(0.001 * exact));
  }

  @Test
  void combsLaidAcrossAreMeasuredInTime() {
    Polygon a = comb(200, false); // 802 corners, 160,000 crossings
    Polygon b = comb(200, true);

    // Teeth and gaps are equally wide, so each comb covers half and both a quarter of the square.
    assertThat(Slabs.shared(a, b)).isCloseTo(200 * 200, within(0.02 * 200 * 200));
    assertThat(Iou.of(a, b)).isCloseTo(1.0 / 3, within(0.01));
  }

  private static Polygon blob(double left) {
    return Polygon.of(left, 10, 50, 12, 52, 50, 30, 70, 9, 48);
  }

  @Test
  void aThousandLabelsOnOneSpotFindTheirPartners() {
    List<Label> left = new ArrayList<>();
    List<Label> right = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      left.add(Label.predicted("cell", blob(10), 0.5));
      right.add(Label.predicted("cell", blob(10.1 + i * 1e-5), 0.5));
    }

    assertThat(LabelMatching.match(left, right, new Tolerance(0.5, 0.9, 0.01)).isComplete())
        .isTrue();
  }
}
