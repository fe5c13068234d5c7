package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.model.NmsMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SuppressionTest {
  private record Box(float left, float top, float right, float bottom, float score, int kind) {}

  private static Candidates candidates(List<Box> boxes) {
    Candidates candidates = new Candidates();
    boxes.forEach(b -> candidates.add(b.left, b.top, b.right, b.bottom, b.score, b.kind, 0));
    return candidates;
  }

  private static List<Box> kept(Suppression suppression, List<Box> boxes) {
    return Arrays.stream(suppression.keep(candidates(boxes), Candidates::iou))
        .mapToObj(boxes::get)
        .toList();
  }

  @Test
  void keepsTheBestOfOverlappingBoxes() {
    Box best = new Box(0, 0, 10, 10, 0.9f, 0);
    Box overlapping = new Box(0, 0, 10, 8, 0.8f, 0); // IoU 0.8
    Box apart = new Box(20, 0, 30, 10, 0.7f, 0);

    assertThat(kept(new Suppression(NmsMode.CLASS, 0.5, 10), List.of(apart, overlapping, best)))
        .containsExactly(best, apart);
  }

  @Test
  void keepsABoxWhoseOverlapIsExactlyTheThreshold() {
    Box best = new Box(0, 0, 10, 10, 0.9f, 0);
    Box half = new Box(0, 0, 10, 5, 0.8f, 0); // IoU 0.5

    assertThat(kept(new Suppression(NmsMode.CLASS, 0.5, 10), List.of(best, half))).hasSize(2);
    assertThat(kept(new Suppression(NmsMode.CLASS, 0.4999, 10), List.of(best, half))).hasSize(1);
  }

  @Test
  void classesSuppressEachOtherOnlyWhenAskedTo() {
    Box dog = new Box(0, 0, 10, 10, 0.9f, 0);
    Box cat = new Box(0, 0, 10, 10, 0.8f, 1);
    List<Box> both = List.of(dog, cat);

    assertThat(kept(new Suppression(NmsMode.CLASS, 0.5, 10), both)).containsExactly(dog, cat);
    assertThat(kept(new Suppression(NmsMode.AGNOSTIC, 0.5, 10), both)).containsExactly(dog);
    assertThat(kept(new Suppression(NmsMode.NONE, 0.5, 10), List.of(dog, dog))).hasSize(2);
    assertThat(kept(new Suppression(NmsMode.CLASS, 0.5, 1), both)).containsExactly(dog);
  }

  @Test
  void leavesOutBoxesThatAreEmptyOrNotFinite() {
    assertThat(
            candidates(
                    List.of(
                        new Box(5, 5, 5, 9, 0.9f, 0),
                        new Box(5, 5, 4, 9, 0.9f, 0),
                        new Box(Float.NaN, 5, 9, 9, 0.9f, 0),
                        new Box(0, 0, Float.POSITIVE_INFINITY, 9, 0.9f, 0),
                        new Box(0, 0, 3e38f, 3e38f, 0.9f, 0)))
                .size())
        .isZero();
  }

  @RepeatedTest(30)
  void agreesWithTheSlowDefinitionInWhateverOrderTheBoxesCome(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      float left = random.nextInt(12);
      float top = random.nextInt(12);
      boxes.add(
          new Box(
              left,
              top,
              left + 1 + random.nextInt(8),
              top + 1 + random.nextInt(8),
              random.nextInt(4) / 4f, // many ties
              random.nextInt(3)));
    }
    boxes = new ArrayList<>(boxes.stream().distinct().toList());
    NmsMode mode = random.nextBoolean() ? NmsMode.CLASS : NmsMode.AGNOSTIC;
    Suppression suppression = new Suppression(mode, 0.3, 20);
    List<Box> expected = slow(boxes, mode, 0.3, 20);

    for (int shuffle = 0; shuffle < 3; shuffle++) {
      Collections.shuffle(boxes, random);
      assertThat(kept(suppression, boxes)).as("seed %s", seed).isEqualTo(expected);
    }
  }

  /** Removes the best box, then everything it suppresses, until nothing is left. */
  private static List<Box> slow(List<Box> boxes, NmsMode mode, double threshold, int most) {
    List<Box> rest = new ArrayList<>(boxes);
    List<Box> kept = new ArrayList<>();
    while (!rest.isEmpty() && kept.size() < most) {
      Box best = rest.get(0);
      for (Box box : rest) {
        best = preferred(box, best) ? box : best;
      }
      Box winner = best;
      kept.add(winner);
      rest.removeIf(
          box ->
              box.equals(winner)
                  || ((mode == NmsMode.AGNOSTIC || box.kind == winner.kind)
                      && iou(box, winner) > threshold));
    }
    return kept;
  }

  private static boolean preferred(Box a, Box b) {
    float[] first = {-a.score, a.kind, a.left, a.top, a.right, a.bottom};
    float[] second = {-b.score, b.kind, b.left, b.top, b.right, b.bottom};
    return Arrays.compare(first, second) < 0;
  }

  private static double iou(Box a, Box b) {
    double width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    double height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    double both = Math.max(0, width) * Math.max(0, height);
    double areaA = (a.right - a.left) * (a.bottom - a.top);
    double areaB = (b.right - b.left) * (b.bottom - b.top);
    return both / (areaA + areaB - both);
  }
}
