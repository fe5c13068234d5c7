package dev.relabel.publish;

import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.OutcomeUnknownException.Work;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.Time;
import dev.relabel.publish.Publisher.Earlier;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has become of the writes of one call of a {@link Publisher}. Confined to one thread. */
final class Writing {
  /** After a loss most of what lands has landed by then; later looks come half as often each. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  private final Earlier earlier;
  private final Time time;
  private String message = "";
  private Deadline landing;
  private Duration pause = FIRST_PAUSE;
  private boolean hasLost;
  private boolean isAddedAfterALoss;
  private boolean isAdded;
  private boolean isHeldUp;
  private final Set<ImageId> touched = new HashSet<>();
  private final Set<FigureId> removed = new HashSet<>();

  /**
   * Nothing has been written yet.
   *
   * @param landing until when something that an earlier attempt has sent may land
   */
  Writing(Earlier earlier, Deadline landing, Time time) {
    this.earlier = earlier;
    this.landing = landing;
    this.time = time;
  }

  /** What went wrong last; empty if nothing did. */
  String message() {
    return message;
  }

  /** Something went wrong that is looked at again. */
  void failed(PlatformException failure) {
    message = String.valueOf(failure.getMessage());
  }

  /** An image is about to be written to. */
  void touching(ImageId image) {
    touched.add(image);
  }

  boolean hasTouched(ImageId image) {
    return touched.contains(image);
  }

  /**
   * Waits for what may land, each time a bit longer.
   *
   * @return whether it is worth to look again; otherwise everything has landed that ever will
   */
  boolean waits() {
    Duration left = landing.left(time);
    if (left.isNegative()) {
      return false;
    }
    Duration now = pause.compareTo(left) < 0 ? pause : left.plusNanos(1);
    pause = pause.multipliedBy(2);
    try {
      time.sleep(now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException(
          "The work stops before it is known whether a write took effect: " + message, e);
    }
    return true;
  }

  void lost(OutcomeUnknownException lost) {
    hasLost = true;
    failed(lost);
    if (lost.work() == Work.MAY_GO_ON) {
      mayStillLand();
    }
  }

  /** Somebody else may have been asked to do the same, and may have been broken off. */
  void wasHeldUp() {
    isHeldUp = true;
    mayStillLand();
  }

  private void mayStillLand() {
    landing = Deadline.in(Publisher.LANDING, time);
    pause = FIRST_PAUSE;
  }

  /**
   * Whether a lost write may still land beside labels that another attempt has added, which look
   * like its own.
   */
  boolean mayYetBeDoubled() {
    return earlier == Earlier.SEVERAL_BROKEN_OFF || (earlier != Earlier.NONE && hasLost);
  }

  /** Something is about to be added. */
  void adding() {
    isAdded = true;
    isAddedAfterALoss |= hasLost;
  }

  /** Labels are about to be removed. */
  void removing(Map<ImageId, List<PlatformLabel>> labels) {
    labels.values().forEach(some -> removed.addAll(ids(some)));
  }

  /** Whether a label may be there that this run has added without knowing. */
  boolean mayHaveAdded() {
    return earlier != Earlier.NONE || hasLost;
  }

  /** Whether a label that is gone may have been removed by this run. */
  boolean mayHaveRemoved(PlatformLabel label) {
    return earlier != Earlier.NONE || label.id().map(removed::contains).orElse(true);
  }

  boolean mayHaveBeenDoubled() {
    // An earlier attempt may have ended between a double write and its check.
    return isAddedAfterALoss || (isAdded && isHeldUp) || earlier != Earlier.NONE;
  }

  static Set<FigureId> ids(List<PlatformLabel> labels) {
    Set<FigureId> ids = new HashSet<>();
    labels.forEach(label -> label.id().ifPresent(ids::add));
    return ids;
  }
}
