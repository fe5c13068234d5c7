package dev.relabel.publish;

import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a planned change would do to one image.
 *
 * @param classes counts by class
 * @param conflicts labels that others have changed or added since the plan and that would be left
 *     alone although the run would have removed them
 * @param isGone whether the image is not on the platform any more
 */
public record Diff(Map<String, Count> classes, int conflicts, boolean isGone) {
  /**
   * Labels of one class.
   *
   * @param added labels that would be added
   * @param removed labels that would be removed
   * @param unchanged labels that are there and would stay
   */
  public record Count(int added, int removed, int unchanged) {
    private static final Count NONE = new Count(0, 0, 0);

    private Count plusAdded() {
      return new Count(added + 1, removed, unchanged);
    }

    private Count plusRemoved() {
      return new Count(added, removed + 1, unchanged);
    }

    private Count plusUnchanged() {
      return new Count(added, removed, unchanged + 1);
    }
  }

  public Diff {
    classes = Collections.unmodifiableMap(new TreeMap<>(classes));
  }

  /** Nothing, on an image that nothing can be said of. */
  public static final Diff NONE = new Diff(Map.of(), 0, false);

  /** The planned change on what was there when it was planned. */
  public static Diff planned(PlannedChange planned, UploadMode mode, Tolerance tolerance) {
    return of(planned, Optional.of(planned.before()), mode, tolerance);
  }

  /**
   * The planned change on what is there now.
   *
   * @param now empty if the image is gone
   */
  public static Diff of(
      PlannedChange planned,
      Optional<PlatformAnnotation> now,
      UploadMode mode,
      Tolerance tolerance) {
    if (now.isEmpty()) {
      return new Diff(Map.of(), 0, true);
    }
    Change change = planned.change();
    ThreeWayMerge merge =
        ThreeWayMerge.of(
            new Edit(planned.before(), change, mode == UploadMode.REPLACE), now.get(), tolerance);
    Map<String, Count> classes = new TreeMap<>();
    merge.toAdd(change).forEach(label -> count(classes, label.className(), Count::plusAdded));
    Map<PlatformLabel, Integer> leaving = new HashMap<>();
    merge.removals().stream()
        .filter(ThreeWayMerge.Removal::isOpen)
        .flatMap(removal -> removal.now().stream())
        .forEach(
            label -> {
              leaving.merge(label, 1, Integer::sum);
              count(classes, classOf(label), Count::plusRemoved);
            });
    for (PlatformLabel label : now.get().labels()) {
      if (leaving.merge(label, -1, Integer::sum) < 0) {
        count(classes, classOf(label), Count::plusUnchanged);
      }
    }
    int conflicts = (int) merge.others().stream().filter(OtherEdit::isConflict).count();
    return new Diff(classes, conflicts, false);
  }

  private static String classOf(PlatformLabel label) {
    return label.label().className();
  }

  private static void count(Map<String, Count> classes, String name, UnaryOperator<Count> one) {
    classes.put(name, one.apply(classes.getOrDefault(name, Count.NONE)));
  }
}
