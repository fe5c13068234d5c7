package dev.relabel.model.onnx;

import dev.relabel.annotation.Rectangle;
import dev.relabel.model.onnx.CocoPhotos.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares boxes the slow and obvious way. */
final class Boxes {
  private Boxes() {}

  static double iou(Rectangle a, Rectangle b) {
    double intersection = intersection(a, b);
    return intersection / (a.area() + b.area() - intersection);
  }

  private static double intersection(Rectangle a, Rectangle b) {
    double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
    double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
    return Math.max(0, width) * Math.max(0, height);
  }

  /**
   * Expected boxes that have no partner of the same image and class with IoU ≥ 0.85 and a score
   * within 0.1; each found box serves once.
   */
  static List<Box> missing(List<Box> expected, List<Box> found) {
    List<Box> free = new ArrayList<>(found);
    List<Box> missing = new ArrayList<>();
    for (Box wanted : expected) {
      Optional<Box> partner =
          free.stream()
              .filter(b -> b.image() == wanted.image() && b.className().equals(wanted.className()))
              .filter(b -> Math.abs(b.score() - wanted.score()) <= 0.1)
              .filter(b -> iou(b.box(), wanted.box()) >= 0.85)
              .max(Comparator.comparingDouble(b -> iou(b.box(), wanted.box())));
      partner.ifPresentOrElse(free::remove, () -> missing.add(wanted));
    }
    return missing;
  }

  /**
   * Share of the expected boxes that have a box of image and class with IoU ≥ 0.5 and this score.
   */
  static double shareFound(List<Box> expected, List<Box> found, double leastScore) {
    long again =
        expected.stream()
            .filter(
                wanted ->
                    found.stream()
                        .filter(b -> b.score() >= leastScore && b.image() == wanted.image())
                        .filter(b -> b.className().equals(wanted.className()))
                        .anyMatch(b -> iou(b.box(), wanted.box()) >= 0.5))
            .count();
    return (double) again / expected.size();
  }

  /** COCO's AP at IoU 0.5: 101 recall points, mean over the classes that the truth has. */
  static double ap50(List<Box> truth, List<Box> found) {
    return truth.stream()
        .filter(box -> !box.crowd())
        .map(Box::className)
        .distinct()
        .mapToDouble(name -> ap50OfClass(ofClass(truth, name), ofClass(found, name)))
        .average()
        .orElseThrow();
  }

  private static List<Box> ofClass(List<Box> boxes, String name) {
    return boxes.stream().filter(box -> box.className().equals(name)).toList();
  }

  private static double ap50OfClass(List<Box> truth, List<Box> found) {
    List<Box> sorted =
        found.stream().sorted(Comparator.comparingDouble(Box::score).reversed()).toList();
    Set<Box> taken = new HashSet<>();
    List<Boolean> hits = new ArrayList<>();
    for (Box box : sorted) {
      Optional<Box> object =
          truth.stream()
              .filter(t -> t.image() == box.image() && !t.crowd() && !taken.contains(t))
              .filter(t -> iou(t.box(), box.box()) >= 0.5)
              .max(Comparator.comparingDouble(t -> iou(t.box(), box.box())));
      boolean inCrowd =
          truth.stream()
              .filter(t -> t.image() == box.image() && t.crowd())
              .anyMatch(t -> intersection(t.box(), box.box()) / box.box().area() >= 0.5);
      if (object.isPresent()) {
        taken.add(object.get());
        hits.add(true);
      } else if (!inCrowd) {
        hits.add(false);
      }
    }
    long objects = truth.stream().filter(t -> !t.crowd()).count();
    double[] precision = new double[hits.size()];
    double[] recall = new double[hits.size()];
    int right = 0;
    for (int i = 0; i < hits.size(); i++) {
      right += hits.get(i) ? 1 : 0;
      precision[i] = (double) right / (i + 1);
      recall[i] = (double) right / objects;
    }
    double sum = 0;
    for (int step = 0; step <= 100; step++) {
      double best = 0;
      for (int i = 0; i < hits.size(); i++) {
        if (recall[i] >= step / 100.0 - 1e-12) {
          best = Math.max(best, precision[i]);
        }
      }
      sum += best;
    }
    return sum / 101;
  }
}
