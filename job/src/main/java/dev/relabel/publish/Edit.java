package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One write to one image: from what the run believes to be there to what it wants.
 *
 * @param base what the image holds, as far as the run knows
 * @param change what to add to it and to remove from it
 * @param former by position in the change's additions: the label's ID before the run removed it,
 *     empty if it is new; while that is there, it was never removed
 * @param isExclusive whether labels that others have added meanwhile are in the way (mode {@code
 *     replace}); they are left alone and counted as conflicts
 */
public record Edit(
    PlatformAnnotation base, Change change, List<Optional<FigureId>> former, boolean isExclusive) {
  public Edit {
    former = List.copyOf(former);
  }

  /** An edit that adds new labels. */
  public Edit(PlatformAnnotation base, Change change, boolean isExclusive) {
    this(
        base,
        change,
        Collections.nCopies(change.additions().size(), Optional.empty()),
        isExclusive);
  }

  ImageId image() {
    return base.image();
  }

  /**
   * What the image holds, as far as the edit is about it: of the labels of the whole image only
   * those of its own classes, as every other tag says something else.
   */
  @Nullable PlatformAnnotation seen(@Nullable PlatformAnnotation current) {
    if (current == null) {
      return null;
    }
    List<Label> own = new ArrayList<>(change.additions());
    base.labels().forEach(each -> own.add(each.label()));
    change.removals().forEach(each -> own.add(each.label()));
    return current.withImageClasses(imageClasses(own));
  }

  /** The classes of those labels that are about the whole image. */
  static Set<String> imageClasses(List<Label> labels) {
    return labels.stream()
        .filter(label -> label.geometry() instanceof WholeImage)
        .map(Label::className)
        .collect(Collectors.toSet());
  }
}
