package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Tolerance;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.Time;
import dev.relabel.platform.WholeImagePlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings images to the state that the run wants, however often it is called.
 *
 * <p>Each round reads what the images hold, merges, and writes what is left to do. A write whose
 * answer is lost ends the round; the next one looks before anything is repeated. Where the server
 * may still be at the lost write, it is given time to land before that, and after a repetition the
 * images are read once more: what somebody else has added beside it, say a second task at the same
 * work, is removed again. A look is good for {@link #FRESH} only: whoever was held up longer looks
 * again, as another may have written in his place.
 */
public final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** Rounds after lost answers before an image's outcome is given up as unknown. */
  private static final int MAX_ROUNDS = 5;

  /**
   * For how long a look may be acted on. Far longer than a look and a write take, and far shorter
   * than Spark takes to give up an executor and repeat its tasks elsewhere (two minutes).
   */
  public static final Duration FRESH = Duration.ofSeconds(10);

  /** Looks that may be too old before the platform is given up as too slow. */
  private static final int MAX_STALE = 30;

  /**
   * For how long what has been sent may still land. Servers and gateways finish or drop what they
   * have begun within half a minute.
   */
  static final Duration LANDING = Duration.ofSeconds(30);

  private final Platform platform;
  private final Tolerance tolerance;
  private final Earlier earlier;
  private final Time time;
  private final Runnable mayWrite;
  // Until then what an earlier attempt has sent may land.
  private final Deadline start;

  /** Whether somebody may have begun to write the same before. */
  public enum Earlier {
    NONE,
    /** An earlier attempt was broken off; what it had sent last may land now. */
    BROKEN_OFF,
    /** Several were: what one of them had sent may land beside what another has added. */
    SEVERAL_BROKEN_OFF
  }

  /**
   * A publisher.
   *
   * @param settings how labels are compared
   * @param earlier whether the same edits may have been begun before
   */
  public Publisher(Platform platform, MergeSettings settings, Earlier earlier, Time time) {
    this(platform, settings, earlier, time, () -> {});
  }

  /**
   * A publisher.
   *
   * @param mayWrite asked before every write; throws if this process may not write any more
   */
  public Publisher(
      Platform platform, MergeSettings settings, Earlier earlier, Time time, Runnable mayWrite) {
    this.mayWrite = mayWrite;
    this.platform = platform;
    this.tolerance = settings.tolerance();
    this.earlier = earlier;
    this.time = time;
    this.start =
        earlier == Earlier.NONE
            ? Deadline.in(Duration.ofNanos(-1), time)
            : Deadline.in(LANDING, time);
  }

  /**
   * Brings edits onto images of one dataset.
   *
   * @param edits at most {@link Platform#batchLimit()}, each image once
   * @return an outcome per edit, in the same order
   */
  public List<PublishOutcome> publish(DatasetId dataset, List<Edit> edits) {
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    Writing writing = new Writing(earlier, start, time);
    List<Edit> open = new ArrayList<>();
    for (Edit edit : edits) {
      if (edit.change().isNothing() && !edit.isExclusive()) {
        outcomes.put(edit.image(), new PublishOutcome.Unchanged(Effect.none(edit.change())));
      } else {
        open.add(edit);
      }
    }
    outcomes.putAll(write(dataset, open, writing));
    if (writing.mayHaveBeenDoubled()) {
      if (writing.mayYetBeDoubled()) {
        awaitLanding(open, writing);
      }
      removeDoubles(
          dataset,
          open.stream()
              .filter(edit -> !(outcomes.get(edit.image()) instanceof PublishOutcome.Failed))
              .toList(),
          outcomes,
          writing);
    }
    return edits.stream().map(edit -> outcomes.get(edit.image())).toList();
  }

  private Map<ImageId, PublishOutcome> write(DatasetId dataset, List<Edit> edits, Writing writing) {
    int stale = 0;
    for (int round = 1; !edits.isEmpty() && round <= MAX_ROUNDS; round++) {
      try {
        return round(dataset, edits, writing);
      } catch (OutcomeUnknownException e) {
        lookAgain(dataset, edits, e);
        writing.lost(e);
      } catch (StaleException e) {
        if (++stale > MAX_STALE) {
          throw new PlatformUnavailableException(
              "%s is too slow to be written to: between a look at %s images and a write to them always lie more than %s s. Lower --rate-limit or run again when the server has less to do."
                  .formatted(platform.address(), edits.size(), FRESH.toSeconds()),
              e);
        }
        round--; // nothing is lost
        writing.wasHeldUp();
      } catch (NotOnPlatformException e) {
        // An image vanished under the write: the next round sees what is there.
        lookAgain(dataset, edits, e);
        writing.failed(e);
      } catch (RefusedContentException e) {
        return edits.size() == 1
            ? Map.of(edits.get(0).image(), failed(dataset, edits.get(0), writing, e))
            : oneByOne(dataset, edits, writing);
      }
    }
    return unknown(edits, writing);
  }

  private static Map<ImageId, PublishOutcome> unknown(List<Edit> edits, Writing writing) {
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    for (Edit edit : edits) {
      outcomes.put(
          edit.image(), new PublishOutcome.Unknown(writing.message(), Effect.none(edit.change())));
    }
    return outcomes;
  }

  /** One image's refused content must not hold up the others of its batch. */
  private Map<ImageId, PublishOutcome> oneByOne(
      DatasetId dataset, List<Edit> edits, Writing writing) {
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    for (Edit edit : edits) {
      outcomes.putAll(write(dataset, List.of(edit), writing));
    }
    return outcomes;
  }

  /** A refused edit may have been carried out in part: its additions come before its removals. */
  private PublishOutcome failed(
      DatasetId dataset, Edit edit, Writing writing, RefusedContentException refusal) {
    String message = String.valueOf(refusal.getMessage());
    Effect effect = Effect.none(edit.change());
    try {
      PlatformAnnotation now =
          edit.seen(platform.annotations(dataset, List.of(edit.image())).get(edit.image()));
      if (now != null) {
        effect = new Progress(merge(edit, now, writing)).effectSoFar();
      }
    } catch (PlatformRejectedException e) {
      LOG.warn(
          "What image {} holds after a refusal is not known: {}", edit.image(), e.getMessage());
    }
    return new PublishOutcome.Failed(message, effect);
  }

  private static void lookAgain(DatasetId dataset, List<Edit> edits, PlatformException cause) {
    LOG.warn(
        "Looking again at {} images of dataset {}: {}", edits.size(), dataset, cause.getMessage());
  }

  private void awaitLanding(List<Edit> edits, Writing writing) {
    boolean adds = edits.stream().anyMatch(edit -> !edit.change().additions().isEmpty());
    while (adds && writing.waits()) {
      LOG.debug("Waiting for what may still land");
    }
  }

  /** What others have added at the same time as this publisher is removed again. */
  private void removeDoubles(
      DatasetId dataset, List<Edit> edits, Map<ImageId, PublishOutcome> outcomes, Writing writing) {
    for (int round = 1; !edits.isEmpty() && round <= MAX_ROUNDS; round++) {
      try {
        outcomes.putAll(withoutDoubles(dataset, edits, outcomes));
        return;
      } catch (OutcomeUnknownException e) {
        lookAgain(dataset, edits, e);
        writing.lost(e);
      } catch (StaleException e) {
        writing.failed(e);
      } catch (RefusedContentException e) {
        writing.failed(e);
        if (edits.size() == 1) {
          break;
        }
        edits.forEach(edit -> removeDoubles(dataset, List.of(edit), outcomes, writing));
        return;
      }
    }
    outcomes.putAll(unknown(edits, writing));
  }

  private Map<ImageId, PublishOutcome> withoutDoubles(
      DatasetId dataset, List<Edit> edits, Map<ImageId, PublishOutcome> outcomes) {
    Deadline deadline = Deadline.in(FRESH, time);
    Map<ImageId, PlatformAnnotation> current =
        platform.annotations(dataset, edits.stream().map(Edit::image).toList());
    Map<ImageId, List<PlatformLabel>> doubles = new LinkedHashMap<>();
    Map<ImageId, PublishOutcome> changed = new LinkedHashMap<>();
    for (Edit edit : edits) {
      PlatformAnnotation now = edit.seen(current.get(edit.image()));
      PublishOutcome outcome = outcomes.get(edit.image());
      if (now != null && outcome != null) {
        List<PlatformLabel> more = ThreeWayMerge.doubles(edit, now, tolerance);
        if (!more.isEmpty()) {
          doubles.put(edit.image(), more);
        }
        Set<FigureId> gone = Writing.ids(more);
        changed.put(
            edit.image(),
            outcome.with(outcome.effect().without(gone, edit, without(gone, now), tolerance)));
      }
    }
    if (!doubles.isEmpty()) {
      LOG.warn(
          "Removing {} labels from images of dataset {}: somebody else has added the same",
          doubles.values().stream().mapToInt(List::size).sum(),
          dataset);
      mayWrite.run();
      platform.removeLabels(dataset, doubles, deadline);
    }
    return changed;
  }

  private static PlatformAnnotation without(Set<FigureId> gone, PlatformAnnotation annotation) {
    return new PlatformAnnotation(
        annotation.image(),
        annotation.width(),
        annotation.height(),
        annotation.labels().stream()
            .filter(label -> label.id().map(id -> !gone.contains(id)).orElse(true))
            .toList(),
        annotation.tags(),
        annotation.foreign());
  }

  private Map<ImageId, PublishOutcome> round(DatasetId dataset, List<Edit> edits, Writing writing) {
    Deadline deadline;
    Map<ImageId, ThreeWayMerge> merges;
    do {
      deadline = Deadline.in(FRESH, time);
      merges = look(dataset, edits, writing);
    } while (mayStillLand(edits, merges) && writing.waits());
    Map<ImageId, List<Label>> additions = new LinkedHashMap<>();
    Map<ImageId, List<PlatformLabel>> removals = new LinkedHashMap<>();
    Map<ImageId, List<PlatformLabel>> tags = new LinkedHashMap<>();
    Map<ImageId, Progress> progress = new LinkedHashMap<>();
    for (Edit edit : edits) {
      ThreeWayMerge merge = merges.get(edit.image());
      if (merge == null) {
        continue;
      }
      progress.put(edit.image(), new Progress(merge));
      List<Label> missing = merge.toAdd(edit.change());
      if (!missing.isEmpty()) {
        additions.put(edit.image(), missing);
      }
      for (PlatformLabel unwanted : merge.toRemove()) {
        boolean isTag = unwanted.label().geometry() instanceof WholeImage;
        (isTag ? tags : removals)
            .computeIfAbsent(edit.image(), image -> new ArrayList<>())
            .add(unwanted);
      }
      if (!merge.isDone()) {
        writing.touching(edit.image());
      }
    }
    if (platform instanceof WholeImagePlatform whole) {
      writeWhole(whole, dataset, progress, additions, removals, tags, writing, deadline);
      return outcomes(edits, progress, writing);
    }
    // An image carries a tag of a kind only once, so that the old one has to make room.
    if (!tags.isEmpty()) {
      mayWrite.run();
      writing.removing(tags);
      platform.removeLabels(dataset, tags, deadline);
    }
    // Additions first: if the run dies in between, an image has too many labels, never too few.
    if (!additions.isEmpty()) {
      writing.adding();
      mayWrite.run();
      Map<ImageId, List<FigureId>> ids = platform.addLabels(dataset, additions, deadline);
      progress.forEach((image, done) -> done.added(ids.getOrDefault(image, List.of())));
    }
    if (!removals.isEmpty()) {
      mayWrite.run();
      writing.removing(removals);
      platform.removeLabels(dataset, removals, deadline);
    }
    return outcomes(edits, progress, writing);
  }

  /** All of an image's changes in one write. */
  private void writeWhole(
      WholeImagePlatform whole,
      DatasetId dataset,
      Map<ImageId, Progress> progress,
      Map<ImageId, List<Label>> additions,
      Map<ImageId, List<PlatformLabel>> removals,
      Map<ImageId, List<PlatformLabel>> tags,
      Writing writing,
      Deadline deadline) {
    for (Map.Entry<ImageId, Progress> each : progress.entrySet()) {
      ImageId image = each.getKey();
      List<Label> more = additions.getOrDefault(image, List.of());
      List<PlatformLabel> fewer = new ArrayList<>(tags.getOrDefault(image, List.of()));
      fewer.addAll(removals.getOrDefault(image, List.of()));
      if (more.isEmpty() && fewer.isEmpty()) {
        continue;
      }
      mayWrite.run();
      writing.removing(Map.of(image, fewer));
      if (!more.isEmpty()) {
        writing.adding();
      }
      each.getValue().added(whole.changeLabels(dataset, image, more, fewer, deadline));
    }
  }

  private static Map<ImageId, PublishOutcome> outcomes(
      List<Edit> edits, Map<ImageId, Progress> progress, Writing writing) {
    Map<ImageId, PublishOutcome> outcomes = new LinkedHashMap<>();
    for (Edit edit : edits) {
      Progress done = progress.get(edit.image());
      outcomes.put(
          edit.image(),
          done == null
              ? new PublishOutcome.Failed(
                  "The image is no longer on the platform", Effect.none(edit.change()))
              : done.outcome(writing.hasTouched(edit.image())));
    }
    return outcomes;
  }

  /** What is left to do on those of the images that are there. */
  private Map<ImageId, ThreeWayMerge> look(DatasetId dataset, List<Edit> edits, Writing writing) {
    Map<ImageId, PlatformAnnotation> current =
        platform.annotations(dataset, edits.stream().map(Edit::image).toList());
    Map<ImageId, ThreeWayMerge> merges = new LinkedHashMap<>();
    for (Edit edit : edits) {
      PlatformAnnotation now = edit.seen(current.get(edit.image()));
      if (now != null) {
        merges.put(edit.image(), merge(edit, now, writing));
      }
    }
    return merges;
  }

  private ThreeWayMerge merge(Edit edit, PlatformAnnotation now, Writing writing) {
    return ThreeWayMerge.of(edit, now, tolerance)
        .deletedByOthers(edit.change(), writing::mayHaveRemoved)
        .tagsByOthers(edit, now, writing.mayHaveAdded());
  }

  private boolean mayStillLand(List<Edit> edits, Map<ImageId, ThreeWayMerge> merges) {
    return edits.stream()
        .anyMatch(
            edit -> {
              ThreeWayMerge merge = merges.get(edit.image());
              return merge != null
                  && (platform instanceof WholeImagePlatform
                      ? !merge.isDone()
                      : merge.mayStillChange(edit));
            });
  }
}
