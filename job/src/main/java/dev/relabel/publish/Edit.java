package dev.relabel.publish;

import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;

/**
 * One write to one image: from what the run believes to be there to what it wants.
 *
 * @param base what the image holds, as far as the run knows
 * @param change what to add to it and to remove from it
 * @param isExclusive whether labels that others have added meanwhile are in the way (mode {@code
 *     replace}); they are left alone and counted as conflicts
 */
public record Edit(PlatformAnnotation base, Change change, boolean isExclusive) {
  ImageId image() {
    return base.image();
  }
}
