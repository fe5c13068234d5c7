package dev.relabel.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares detections the slow and obvious way. */
public final class DetectionScore {
  private DetectionScore() {}

  /**
   * Expected detections without a partner of the same photo and class whose IoU is at least 0.85
   * and whose score lies within 0.1; each one found serves once.
   */
  public static List<Detection> missing(List<Detection> expected, List<Detection> found) {
    List<Detection> free = new ArrayList<>(found);
    List<Detection> missing = new ArrayList<>();
    for (Detection wanted : expected) {
      Optional<Detection> partner =
          free.stream()
              .filter(wanted::isComparableTo)
              .filter(each -> Math.abs(each.score() - wanted.score()) <= 0.1)
              .filter(each -> each.iou(wanted.box()) >= 0.85)
              .max(Comparator.comparingDouble(each -> each.iou(wanted.box())));
      partner.ifPresentOrElse(free::remove, () -> missing.add(wanted));
    }
    return missing;
  }

  /** Share of the expected detections that something of photo and class overlaps by half. */
  public static double shareFound(List<Detection> expected, List<Detection> found) {
    long again =
        expected.stream()
            .filter(
                wanted ->
                    found.stream()
                        .filter(wanted::isComparableTo)
                        .anyMatch(each -> each.iou(wanted.box()) >= 0.5))
            .count();
    return (double) again / expected.size();
  }

  /** COCO's AP at IoU 0.5: 101 recall points, mean over the classes that the truth has. */
  public static double ap50(List<Detection> truth, List<Detection> found) {
    return truth.stream()
        .filter(each -> !each.crowd())
        .map(Detection::className)
        .distinct()
        .mapToDouble(name -> ap50OfClass(ofClass(truth, name), ofClass(found, name)))
        .average()
        .orElseThrow();
  }

  private static List<Detection> ofClass(List<Detection> detections, String name) {
    return detections.stream().filter(each -> each.className().equals(name)).toList();
  }

  private static double ap50OfClass(List<Detection> truth, List<Detection> found) {
    List<Boolean> hits = hits(truth, found);
    double objects = truth.stream().filter(each -> !each.crowd()).count();
    double[] recall = new double[hits.size()];
    double[] bestFromHere = new double[hits.size()];
    int right = 0;
    for (int i = 0; i < hits.size(); i++) {
      right += hits.get(i) ? 1 : 0;
      recall[i] = right / objects;
      bestFromHere[i] = right / (i + 1.0);
    }
    for (int i = hits.size() - 2; i >= 0; i--) {
      bestFromHere[i] = Math.max(bestFromHere[i], bestFromHere[i + 1]);
    }
    double sum = 0;
    for (int step = 0; step <= 100; step++) {
      int i = 0;
      while (i < recall.length && recall[i] < step / 100.0 - 1e-12) {
        i++;
      }
      sum += i < recall.length ? bestFromHere[i] : 0;
    }
    return sum / 101;
  }

  /** Whether each detection, the surest first, is right; those in crowds do not count at all. */
  private static List<Boolean> hits(List<Detection> truth, List<Detection> found) {
    List<Detection> surestFirst =
        found.stream().sorted(Comparator.comparingDouble(Detection::score).reversed()).toList();
    Set<Detection> taken = new HashSet<>();
    List<Boolean> hits = new ArrayList<>();
    for (Detection each : surestFirst) {
      Optional<Detection> object =
          truth.stream()
              .filter(t -> t.image().equals(each.image()) && !t.crowd() && !taken.contains(t))
              .filter(t -> t.iou(each.box()) >= 0.5)
              .max(Comparator.comparingDouble(t -> t.iou(each.box())));
      boolean inCrowd =
          truth.stream()
              .filter(t -> t.image().equals(each.image()) && t.crowd())
              .anyMatch(t -> t.shared(each.box()) / each.box().area() >= 0.5);
      object.ifPresent(taken::add);
      if (object.isPresent() || !inCrowd) {
        hits.add(object.isPresent());
      }
    }
    return hits;
  }
}
