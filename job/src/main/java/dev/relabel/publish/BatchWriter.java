package dev.relabel.publish;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.publish.PublishOutcome.Failed;
import dev.relabel.publish.PublishOutcome.Unchanged;
import dev.relabel.run.WriteBack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes images of one dataset through a write-back: what their last receipts say, what is left to
 * do, and the new receipts.
 */
public final class BatchWriter {
  private final Publisher publisher;
  private final UploadMode mode;
  private final WriteBack writeBack;
  private final Age age;
  private final Copies copies;

  /** Which image stands for a source image; for the mode {@code create} its copy. */
  public interface Copies {
    /** Every image stands for itself. */
    Copies NONE = (dataset, images) -> new Copied(dataset, images);

    /**
     * The images to write to, in the order given.
     *
     * @throws NotOnPlatformException if there can be no copies of that dataset's images
     */
    Copied of(DatasetId dataset, List<ImageId> images);
  }

  /**
   * Images and the dataset that they lie in.
   *
   * @param images the copies; for a source without one the source itself
   * @param failed why a source has no copy, by source
   */
  public record Copied(DatasetId dataset, List<ImageId> images, Map<ImageId, String> failed) {
    public Copied {
      images = List.copyOf(images);
      failed = Map.copyOf(failed);
    }

    /** All of them. */
    public Copied(DatasetId dataset, List<ImageId> images) {
      this(dataset, images, Map.of());
    }
  }

  /**
   * An image's change and what has become of it.
   *
   * @param planned the change
   * @param receipt its last receipt, if it has one
   */
  public record Recorded(PlannedChange planned, Optional<Receipt> receipt) {}

  /** How far the receipts of a wave can be relied on. */
  public enum Age {
    /** They are from an unfinished attempt at this write-back. */
    THIS,
    /** They are from an earlier one, or there are none, and nothing has been written since. */
    PREVIOUS,
    /** The write-back before this one may have been broken off in the middle of the wave. */
    OLDER
  }

  /**
   * A writer.
   *
   * @param publisher what writes
   * @param mode the run's mode
   * @param age which write-back the receipts are from
   * @param copies the images to write to
   */
  public BatchWriter(
      Publisher publisher, UploadMode mode, WriteBack writeBack, Age age, Copies copies) {
    this.publisher = publisher;
    this.mode = mode;
    this.writeBack = writeBack;
    this.age = age;
    this.copies = copies;
  }

  /**
   * Writes what is left to do.
   *
   * @param dataset the dataset that the changes were planned on
   * @param batch at most {@link dev.relabel.platform.Platform#batchLimit()}, each image once
   * @return a receipt each, in the same order
   */
  public List<Receipt> write(DatasetId dataset, List<Recorded> batch) {
    Map<String, Receipt> receipts = new HashMap<>();
    List<Recorded> open = new ArrayList<>();
    for (Recorded each : batch) {
      if (isNeverWritten(each)) {
        receipts.put(each.planned().itemId(), untouched(each.planned(), new Unchanged(none(each))));
      } else if (age == Age.THIS && each.receipt().isPresent() && isOver(each)) {
        receipts.put(each.planned().itemId(), each.receipt().orElseThrow());
      } else {
        open.add(each);
      }
    }
    if (!open.isEmpty()) {
      Copied to;
      try {
        to = targets(dataset, open);
      } catch (NotOnPlatformException e) {
        return failed(batch, receipts, String.valueOf(e.getMessage()));
      }
      List<Passage> passages = new ArrayList<>();
      List<String> itemIds = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        PlannedChange planned = open.get(i).planned();
        String problem = to.failed().get(planned.before().image());
        if (problem == null && isNowhere(planned, to.images().get(i))) {
          receipts.put(planned.itemId(), untouched(planned, new Unchanged(none(open.get(i)))));
          continue;
        }
        if (problem != null) {
          receipts.put(
              planned.itemId(), untouched(planned, new Failed(problem, none(open.get(i)))));
          continue;
        }
        itemIds.add(planned.itemId());
        passages.add(
            new Passage(
                planned,
                to.dataset(),
                to.images().get(i),
                standing(open.get(i)),
                open.get(i).receipt().map(Receipt::others).orElse(List.of()),
                writeBack,
                mode));
      }
      List<PublishOutcome> outcomes =
          publisher.publish(to.dataset(), passages.stream().map(Passage::edit).toList());
      for (int i = 0; i < passages.size(); i++) {
        receipts.put(itemIds.get(i), passages.get(i).receipt(outcomes.get(i)));
      }
    }
    return batch.stream().map(each -> receipts.get(each.planned().itemId())).toList();
  }

  /**
   * Whether an image needs no further try; those that an undo has failed on are tried again, and so
   * are those of which there is no copy yet.
   */
  private boolean isOver(Recorded recorded) {
    boolean isRetried = writeBack.kind() == WriteBack.Kind.UNDO || lacksCopy(recorded);
    Receipt receipt = recorded.receipt().orElseThrow();
    return receipt.isSettled() && !(receipt.outcome().equals("failed") && isRetried);
  }

  /** Whether nothing has been made yet that labels could go to. */
  private boolean lacksCopy(Recorded recorded) {
    return mode == UploadMode.CREATE && copy(recorded).isEmpty();
  }

  /** There is nothing to take back, and no copy is made for that. */
  private boolean isNeverWritten(Recorded recorded) {
    return writeBack.kind() == WriteBack.Kind.UNDO
        && (recorded.receipt().isEmpty() || lacksCopy(recorded))
        && age != Age.OLDER;
  }

  /** Nothing stands for the image, so there is nothing to take back. */
  private boolean isNowhere(PlannedChange planned, ImageId target) {
    return writeBack.kind() == WriteBack.Kind.UNDO
        && mode == UploadMode.CREATE
        && target.equals(planned.before().image());
  }

  private static Effect none(Recorded recorded) {
    return Effect.none(recorded.planned().change());
  }

  private Receipt untouched(PlannedChange planned, PublishOutcome outcome) {
    return new Receipt(
        planned.itemId(),
        planned.dataset(),
        planned.before().image(),
        outcome.word(),
        0,
        0,
        outcome.message(),
        Standing.untouched(planned.change()),
        List.of());
  }

  private List<Receipt> failed(
      List<Recorded> batch, Map<String, Receipt> receipts, String message) {
    for (Recorded each : batch) {
      receipts.computeIfAbsent(
          each.planned().itemId(),
          id ->
              each.receipt()
                  .orElseGet(() -> untouched(each.planned(), new Failed(message, none(each)))));
    }
    return batch.stream().map(each -> receipts.get(each.planned().itemId())).toList();
  }

  /**
   * The images to write to. A copy that has a receipt is known: should its source be gone, it is
   * still there, and should it be gone itself, somebody has deleted it and wants no other.
   */
  private Copied targets(DatasetId dataset, List<Recorded> open) {
    List<ImageId> unknown =
        open.stream()
            .filter(each -> copy(each).isEmpty())
            .map(each -> each.planned().before().image())
            .toList();
    Copied copied =
        unknown.isEmpty()
            ? new Copied(open.get(0).receipt().orElseThrow().dataset(), List.of())
            : copies.of(dataset, unknown);
    Iterator<ImageId> next = copied.images().iterator();
    return new Copied(
        copied.dataset(),
        open.stream().map(each -> copy(each).orElseGet(next::next)).toList(),
        copied.failed());
  }

  /** An image's copy, if it has one: a receipt without a write names the image itself. */
  private static Optional<ImageId> copy(Recorded recorded) {
    ImageId source = recorded.planned().before().image();
    return recorded.receipt().map(Receipt::image).filter(image -> !image.equals(source));
  }

  private Standing standing(Recorded recorded) {
    Standing last =
        recorded
            .receipt()
            .map(Receipt::standing)
            .orElseGet(() -> Standing.untouched(recorded.planned().change()));
    boolean isKnown =
        age == Age.THIS
            || (age == Age.PREVIOUS && recorded.receipt().map(Receipt::isSettled).orElse(true));
    // Only publishing may have been broken off before something else began.
    return isKnown || writeBack.kind() == WriteBack.Kind.PUBLISH ? last : last.assumedDone();
  }
}
