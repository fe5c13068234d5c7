package dev.relabel.model.views;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Rectangle;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.NmsMode;
import dev.relabel.model.TileMerge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which labels of several looks are one object, best first.
 *
 * <p>Labels of the same look are different objects, as the model itself has told them apart. A
 * label belongs to the better one of another look that it agrees with most: by IoU, above the
 * model's own threshold, in looks at the same part of the picture; as {@link TileMerge} says in
 * looks at different parts. The best label stands for the object. Where parts are joined and a seam
 * has cut one of them, boxes and masks grow by the other, and of other shapes the larger one stays.
 *
 * <p>The intersection over the smaller area and the greedy joining are those of SAHI
 * (postprocess/combine.py, GREEDYNMM with IOS), which does not know looks and seams.
 */
final class ObjectJoining implements Joining {
  /** Most labels of one picture that are joined, best first; what the YOLO families look at too. */
  private static final int MOST_FOUND = 30_000;

  private static final Comparator<Found> BEST_FIRST =
      Comparator.comparingDouble(Found::score)
          .reversed()
          .thenComparing(found -> found.label().className())
          .thenComparingDouble(found -> found.bounds().left())
          .thenComparingDouble(found -> found.bounds().top())
          .thenComparingInt(Found::number);

  private final TileMerge merge;
  private final double threshold;
  private final double iou;
  private final boolean isAgnostic;
  private final int most;

  private ObjectJoining(
      TileMerge merge, double threshold, double iou, boolean isAgnostic, int most) {
    this.merge = merge;
    this.threshold = threshold;
    this.iou = iou;
    this.isAgnostic = isAgnostic;
    this.most = most;
  }

  /** As the settings in force say. */
  static ObjectJoining of(ModelSettings settings) {
    return new ObjectJoining(
        settings.tileMerge().orElse(TileMerge.SEAMS),
        settings.tileMergeThreshold().orElse(0.5),
        settings.iou().orElse(0.5),
        settings.nms().filter(NmsMode.AGNOSTIC::equals).isPresent(),
        settings.maxDetections().orElseThrow());
  }

  @Override
  public List<Found> bounded(List<Found> found) {
    return found.size() <= 2 * MOST_FOUND
        ? found
        : new ArrayList<>(found.stream().sorted(BEST_FIRST).limit(MOST_FOUND).toList());
  }

  @Override
  public List<Label> labels(List<Found> found, int pictureWidth, int pictureHeight) {
    List<Group> groups =
        found.stream()
            .sorted(BEST_FIRST)
            .limit(MOST_FOUND)
            .map(each -> new Group(each, pictureWidth, pictureHeight))
            .toList();
    int before;
    do { // what has grown may reach what it did not before
      before = groups.size();
      groups = joined(groups);
    } while (groups.size() < before);
    return groups.stream().limit(most).map(Group::label).toList();
  }

  private List<Group> joined(List<Group> bestFirst) {
    List<Group> kept = new ArrayList<>();
    for (Group group : bestFirst) {
      Group nearest = null;
      double most = 0;
      for (Group better : kept) {
        double agreement = agreement(better, group);
        if (agreement > most) {
          nearest = better;
          most = agreement;
        }
      }
      if (nearest != null) {
        nearest.take(group, merge);
      } else {
        kept.add(group);
      }
    }
    return kept;
  }

  /** How much two groups agree, 0–1; 0 when they are not one object. */
  private double agreement(Group a, Group b) {
    if (!(isAgnostic || a.best.label().className().equals(b.best.label().className()))
        || !a.bounds.overlaps(b.bounds)
        || !Collections.disjoint(a.numbers, b.numbers)) {
      return 0;
    }
    double most = 0;
    for (Found one : a.members) {
      for (Found other : b.members) {
        most = Math.max(most, agreement(one, other));
      }
    }
    return most;
  }

  private double agreement(Found a, Found b) {
    if (!a.bounds().overlaps(b.bounds())) {
      return 0;
    }
    if (a.view().showsSamePartAs(b.view())) {
      return above(iou, Iou.of(a.measured(), b.measured()));
    }
    return above(
        threshold,
        switch (merge) {
          case SEAMS -> {
            Optional<Geometry> seenOfA = a.shownBy(b.view());
            Optional<Geometry> seenOfB = b.shownBy(a.view());
            yield seenOfA.isPresent() && seenOfB.isPresent()
                ? Iou.of(seenOfA.get(), seenOfB.get())
                : 0;
          }
          case IOS -> overSmaller(a.measured(), b.measured());
          case NMS -> Iou.of(a.measured(), b.measured());
        });
  }

  private static double above(double threshold, double value) {
    return value > threshold ? value : 0;
  }

  /** Intersection over the smaller area. */
  private static double overSmaller(Geometry a, Geometry b) {
    double shared = Iou.of(a, b);
    return shared / (1 + shared) * (a.area() + b.area()) / Math.min(a.area(), b.area());
  }

  /** Labels that are one object. Confined to the thread that joins. */
  private static final class Group {
    private final Found best;
    private final List<Found> members = new ArrayList<>();
    private final Set<Integer> numbers = new HashSet<>();
    private Geometry shape;
    private Rectangle bounds;
    private boolean isCut;

    Group(Found found, int pictureWidth, int pictureHeight) {
      this.best = found;
      this.shape = found.label().geometry();
      this.bounds = found.bounds();
      this.isCut = found.view().cuts(found.bounds(), pictureWidth, pictureHeight);
      members.add(found);
      numbers.add(found.number());
    }

    void take(Group other, TileMerge merge) {
      members.addAll(other.members);
      numbers.addAll(other.numbers);
      bounds = around(bounds, other.bounds);
      boolean isPart = merge != TileMerge.NMS && (isCut || other.isCut);
      if (isPart && !best.view().showsSamePartAs(other.best.view())) {
        shape = whole(shape, other.shape);
        isCut |= other.isCut;
      }
    }

    private static Rectangle around(Rectangle a, Rectangle b) {
      return new Rectangle(
          Math.min(a.left(), b.left()),
          Math.min(a.top(), b.top()),
          Math.max(a.right(), b.right()),
          Math.max(a.bottom(), b.bottom()));
    }

    private static Geometry whole(Geometry a, Geometry b) {
      if (a instanceof Rectangle boxA && b instanceof Rectangle boxB) {
        return around(boxA, boxB);
      }
      if (a instanceof Mask maskA && b instanceof Mask maskB) {
        return Mask.union(List.of(maskA, maskB));
      }
      return b.bounds().area() > a.bounds().area() ? b : a;
    }

    Label label() {
      return best.label().withGeometry(shape);
    }
  }
}
