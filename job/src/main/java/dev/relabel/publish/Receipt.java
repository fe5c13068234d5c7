package dev.relabel.publish;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import java.util.List;

/**
 * What a write-back has done to one image, and where that leaves the run's change.
 *
 * @param itemId the work item
 * @param dataset the dataset of the image that was written to
 * @param image the image that was written to; for the mode {@code create} the copy
 * @param outcome the word of the {@link PublishOutcome}
 * @param added labels that this write-back has brought onto the image
 * @param removed labels that this write-back has removed from it
 * @param message something for people, empty if there is nothing to say
 * @param standing which parts of the change are carried out now
 * @param others what somebody else has done meanwhile and was left alone
 */
public record Receipt(
    String itemId,
    DatasetId dataset,
    ImageId image,
    String outcome,
    int added,
    int removed,
    String message,
    Standing standing,
    List<OtherEdit> others) {
  public Receipt {
    others = List.copyOf(others);
  }

  /** Whether it is known what has become of the image. */
  public boolean isSettled() {
    return !outcome.equals("unknown");
  }

  /** How many labels were left alone because somebody else worked on them. */
  public int conflicts() {
    return (int) others.stream().filter(OtherEdit::isConflict).count();
  }
}
