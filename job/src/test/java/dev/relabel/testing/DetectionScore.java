package dev.relabel.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /** COCO's AP at IoU 0.5; see {@link #averagePrecision}. */
  public static double ap50(List<Detection> truth, List<Detection> found) {
    return averagePrecision(truth, found, 0.5);
  }

  /** COCO's main number: the mean of AP at IoU 0.50, 0.55 … 0.95. */
  public static double ap50To95(List<Detection> truth, List<Detection> found) {
    return IntStream.range(0, 10)
        .mapToDouble(step -> averagePrecision(truth, found, 0.5 + step * 0.05))
        .average()
        .orElseThrow();
  }

  /**
   * COCO's average precision: 101 recall points, the best 100 detections of a photo and class,
   * crowds neither right nor wrong, mean over the classes that the truth has. Source: pycocotools
   * cocoeval.py, area range all.
   */
  public static double averagePrecision(List<Detection> truth, List<Detection> found, double iou) {
    return truth.stream()
        .filter(each -> !each.crowd())
        .map(Detection::className)
        .distinct()
        .mapToDouble(name -> ofOneClass(ofClass(truth, name), best(ofClass(found, name)), iou))
        .average()
        .orElseThrow();
  }

  private static List<Detection> best(List<Detection> found) {
    return found.stream().collect(Collectors.groupingBy(Detection::image)).values().stream()
        .flatMap(ofPhoto -> surestFirst(ofPhoto).stream().limit(100))
        .toList();
  }

  private static List<Detection> surestFirst(List<Detection> found) {
    return found.stream().sorted(Comparator.comparingDouble(Detection::score).reversed()).toList();
  }

  private static List<Detection> ofClass(List<Detection> detections, String name) {
    return detections.stream().filter(each -> each.className().equals(name)).toList();
  }

  private static double ofOneClass(List<Detection> truth, List<Detection> found, double iou) {
    List<Boolean> hits = hits(truth, found, iou);
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
  private static List<Boolean> hits(List<Detection> truth, List<Detection> found, double iou) {
    Set<Detection> taken = new HashSet<>();
    List<Boolean> hits = new ArrayList<>();
    for (Detection each : surestFirst(found)) {
      Optional<Detection> object =
          truth.stream()
              .filter(t -> t.image().equals(each.image()) && !t.crowd() && !taken.contains(t))
              .filter(t -> t.iou(each.box()) >= iou)
              .max(Comparator.comparingDouble(t -> t.iou(each.box())));
      boolean inCrowd =
          truth.stream()
              .filter(t -> t.image().equals(each.image()) && t.crowd())
              .anyMatch(t -> t.shared(each.box()) / each.box().area() >= iou);
      object.ifPresent(taken::add);
      if (object.isPresent() || !inCrowd) {
        hits.add(object.isPresent());
      }
    }
    return hits;
  }
}
