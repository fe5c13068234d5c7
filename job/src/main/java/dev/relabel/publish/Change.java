package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.platform.PlatformLabel;
import java.util.List;

/**
 * What a run wants to change on one image.
 *
 * @param additions labels to add
 * @param removals labels of the image to remove
 */
public record Change(List<Label> additions, List<PlatformLabel> removals) {
  public Change {
    additions = List.copyOf(additions);
    removals = List.copyOf(removals);
  }

  /** Whether the image is as the run wants it. */
  public boolean isNothing() {
    return additions.isEmpty() && removals.isEmpty();
  }
}
