package dev.relabel.platform.geti;

import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.geti.ProjectLabels.ProjectLabel;
import dev.relabel.platform.geti.format.TaskType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The classes of a run among the labels of a project, which are what they are: nothing is made.
 *
 * @param project what there is
 */
record ProjectClasses(ProjectLabels project) {

  /**
   * The project's classes for those that are wanted, in their order.
   *
   * @throws PlatformRejectedException naming all labels that the project lacks, or whose task has
   *     no such shapes
   */
  List<LabelClass> of(List<LabelClass> wanted) {
    Set<String> missing = new TreeSet<>();
    Set<String> unfit = new TreeSet<>();
    for (LabelClass each : wanted) {
      Optional<ProjectLabel> label = project.named(each.name());
      if (label.isPresent()) {
        check(each, label.get(), unfit);
      } else if (each.shape() == Shape.KEYPOINTS && !each.keypoints().isEmpty()) {
        // Each node is a label of its own there.
        each.keypoints().stream()
            .filter(name -> project.named(name).isEmpty())
            .forEach(missing::add);
      } else {
        missing.add(each.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new PlatformRejectedException(
          "The Geti project '%s' has no label %s. It has %s. Add what is missing on the server, or say with --class-map MODEL=PROJECT,… which label is meant."
              .formatted(project.name(), quoted(missing), quoted(names())),
          null);
    }
    if (unfit.isEmpty() && !wanted.isEmpty() && wanted.stream().allMatch(this::isOfLaterTask)) {
      unfit.add("its classes say what found objects are, and it finds none of the first task's");
    }
    if (!unfit.isEmpty()) {
      throw new PlatformRejectedException(
          "The Geti project '%s' cannot hold what the model finds: %s."
              .formatted(project.name(), String.join("; ", unfit)),
          null);
    }
    return wanted;
  }

  private boolean isOfLaterTask(LabelClass wanted) {
    return project
        .named(wanted.name())
        .filter(
            label ->
                !label.isOfFirst()
                    && project.above(label).stream().noneMatch(ProjectLabel::isOfFirst))
        .isPresent();
  }

  private static void check(LabelClass wanted, ProjectLabel label, Set<String> unfit) {
    boolean isNothing = label.isEmpty() && wanted.shape() == Shape.IMAGE;
    if (isNothing || HeldShapes.holds(wanted.shape(), label.task())) {
      return;
    }
    boolean isOfBoxes =
        label.task() == TaskType.DETECTION || label.task() == TaskType.ROTATED_DETECTION;
    boolean canBeBox = wanted.shape() != Shape.IMAGE && wanted.shape() != Shape.POINT;
    unfit.add(
        "'%s' is a %s, which the task %s does not take%s"
            .formatted(
                wanted.name(),
                text(wanted.shape()),
                label.task().wireName(),
                isOfBoxes && canBeBox ? " (--as box turns it into a box)" : ""));
  }

  private Set<String> names() {
    return project.labels().values().stream()
        .filter(each -> !each.isNothing())
        .map(ProjectLabel::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Shape shape) {
    return shape.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String quoted(Set<String> names) {
    return names.isEmpty()
        ? "none"
        : names.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
  }
}
