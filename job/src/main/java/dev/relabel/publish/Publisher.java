package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.OutcomeUnknownException.Work;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings images to the state that the run wants, however often it is called.
 *
 * <p>Each round reads what the images hold, merges, and writes what is left to do. A write whose
 * answer is lost ends the round; the next one looks before anything is repeated. Where the server
 * may still be at the lost write, it is given a while before that, and after a repetition the
 * images are read once more: what the lost write has added late, beside its repetition, is removed
 * again.
 */
public final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** Rounds after lost answers before an image's outcome is given up as unknown. */
  private static final int MAX_ROUNDS = 5;

  /**
   * How long a lost write is given to become visible, by how many were lost. Servers and gateways
   * finish or drop what they have begun within half a minute.
   */
  private static final List<Duration> SETTLING =
      List.of(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30));

  private final Platform platform;
  private final UploadMode mode;
  private final MergeSettings settings;
  private final Time time;

  public Publisher(Platform platform, UploadMode mode, MergeSettings settings, Time time) {
    this.platform = platform;
    this.mode = mode;
    this.settings = settings;
    this.time = time;
  }

  /**
   * Publishes the changes of images of one dataset.
   *
   * @param changes at most {@link Platform#batchLimit()}, each image once
   * @return an outcome per change, in the same order
   */
  public List<PublishOutcome> publish(DatasetId dataset, List<PlannedChange> changes) {
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    List<PlannedChange> open = new ArrayList<>();
    for (PlannedChange change : changes) {
      if (change.change().isNothing()) {
        outcomes.put(change.before().image(), new PublishOutcome.Unchanged());
      } else {
        open.add(change);
      }
    }
    LostWrites lost = new LostWrites();
    outcomes.putAll(write(dataset, open, lost));
    if (lost.mayHaveBeenDoubled()) {
      outcomes.putAll(withoutDoubles(dataset, open, lost));
    }
    return changes.stream().map(change -> outcomes.get(change.before().image())).toList();
  }

  private Map<ImageId, PublishOutcome> write(
      DatasetId dataset, List<PlannedChange> changes, LostWrites lost) {
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    for (int round = 1; !changes.isEmpty() && round <= MAX_ROUNDS; round++) {
      try {
        return round(dataset, changes, lost);
      } catch (OutcomeUnknownException e) {
        lookAgain(dataset, changes, e);
        lost.add(e);
        if (round < MAX_ROUNDS) {
          settle(lost);
        }
      } catch (NotOnPlatformException e) {
        // An image vanished under the write: the next round sees what is there.
        lookAgain(dataset, changes, e);
        lost.message = String.valueOf(e.getMessage());
      } catch (RefusedContentException e) {
        return oneByOne(dataset, changes, lost, e);
      }
    }
    for (PlannedChange change : changes) {
      outcomes.put(change.before().image(), new PublishOutcome.Unknown(lost.message));
    }
    return outcomes;
  }

  private static void lookAgain(
      DatasetId dataset, List<PlannedChange> changes, PlatformException cause) {
    LOG.warn(
        "Looking again at {} images of dataset {}: {}",
        changes.size(),
        dataset,
        cause.getMessage());
  }

  private void settle(LostWrites lost) {
    if (lost.going == 0) {
      return;
    }
    try {
      time.sleep(SETTLING.get(Math.min(lost.going, SETTLING.size()) - 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException(
          "The work stops before it is known whether a write took effect: " + lost.message, e);
    }
  }

  /** What lost writes have added late is removed where their repetitions have added the same. */
  private Map<ImageId, PublishOutcome> withoutDoubles(
      DatasetId dataset, List<PlannedChange> changes, LostWrites lost) {
    for (int round = 1; round <= MAX_ROUNDS; round++) {
      settle(lost);
      try {
        List<FigureId> doubles = doubles(dataset, changes);
        if (!doubles.isEmpty()) {
          LOG.warn(
              "Removing {} labels from images of dataset {}: a write that seemed lost has added"
                  + " them beside its repetition",
              doubles.size(),
              dataset);
          platform.removeLabels(doubles);
        }
        return Map.of();
      } catch (OutcomeUnknownException e) {
        lookAgain(dataset, changes, e);
        lost.add(e);
      }
    }
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    for (PlannedChange change : changes) {
      outcomes.put(change.before().image(), new PublishOutcome.Unknown(lost.message));
    }
    return outcomes;
  }

  private List<FigureId> doubles(DatasetId dataset, List<PlannedChange> changes) {
    Map<ImageId, PlatformAnnotation> current =
        platform.annotations(
            dataset, changes.stream().map(change -> change.before().image()).toList());
    List<FigureId> doubles = new ArrayList<>();
    for (PlannedChange planned : changes) {
      PlatformAnnotation now = current.get(planned.before().image());
      if (now != null) {
        doubles.addAll(
            ThreeWayMerge.doubles(planned.before(), planned.change(), now, settings.tolerance()));
      }
    }
    return doubles;
  }

  /** What has become of the writes of one call. */
  private static final class LostWrites {
    private String message = "";
    private int going;
    private boolean isRepeated;

    void add(OutcomeUnknownException lost) {
      message = String.valueOf(lost.getMessage());
      if (lost.work() == Work.MAY_GO_ON) {
        going++;
      }
    }

    /** Something is about to be added. */
    void adding() {
      isRepeated |= !message.isEmpty();
    }

    boolean mayHaveBeenDoubled() {
      return isRepeated && going > 0;
    }
  }

  /** One image's refused content must not hold up the others of its batch. */
  private Map<ImageId, PublishOutcome> oneByOne(
      DatasetId dataset,
      List<PlannedChange> changes,
      LostWrites lost,
      RefusedContentException refusal) {
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    for (PlannedChange change : changes) {
      if (changes.size() == 1) {
        outcomes.put(
            change.before().image(),
            new PublishOutcome.Refused(String.valueOf(refusal.getMessage())));
      } else {
        outcomes.putAll(write(dataset, List.of(change), lost));
      }
    }
    return outcomes;
  }

  private Map<ImageId, PublishOutcome> round(
      DatasetId dataset, List<PlannedChange> changes, LostWrites lost) {
    Map<ImageId, PlatformAnnotation> current =
        platform.annotations(
            dataset, changes.stream().map(change -> change.before().image()).toList());
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    Map<ImageId, List<Label>> additions = new LinkedHashMap<>();
    List<FigureId> removals = new ArrayList<>();
    for (PlannedChange planned : changes) {
      ImageId image = planned.before().image();
      PlatformAnnotation now = current.get(image);
      if (now == null) {
        outcomes.put(image, new PublishOutcome.Refused("The image is no longer on the platform"));
        continue;
      }
      Change change = planned.change();
      ThreeWayMerge merge =
          ThreeWayMerge.of(planned.before(), change, now, mode, settings.tolerance());
      if (!merge.additions().isEmpty()) {
        additions.put(image, merge.additions());
      }
      merge.removals().forEach(label -> label.id().ifPresent(removals::add));
      outcomes.put(
          image,
          new PublishOutcome.Applied(
              change.additions().size(),
              change.removals().size() - merge.keptRemovals(),
              merge.conflicts().size()));
    }
    // Additions first: if the run dies in between, an image has too many labels, never too few.
    if (!additions.isEmpty()) {
      lost.adding();
      platform.addLabels(dataset, additions);
    }
    if (!removals.isEmpty()) {
      platform.removeLabels(removals);
    }
    return outcomes;
  }
}
