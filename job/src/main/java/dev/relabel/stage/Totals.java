package dev.relabel.stage;

import dev.relabel.predict.Stage;
import dev.relabel.run.Marker;
import java.util.Map;

/** Adds up the waves of a run. Guarded by its own lock. */
final class Totals {
  private long items;
  private long images;
  private long labels;
  private long quarantined;
  private long added;
  private long removed;
  private long unchanged;
  private long conflicts;
  private long unknown;
  private long skipped;
  private long predictedNow;

  /** Whether a step was complete before this invocation began. */
  enum Done {
    EARLIER,
    NOW
  }

  synchronized void predicted(Marker wave, Done when) {
    items += wave.count("images") + wave.count("quarantined");
    images += wave.count("images");
    labels += wave.count("labels");
    quarantined += wave.count("quarantined");
    if (when == Done.NOW) {
      predictedNow += wave.count("images");
    }
  }

  synchronized void published(Marker wave) {
    added += wave.count("added");
    removed += wave.count("removed");
    unchanged += wave.count("unchanged");
    conflicts += wave.count("conflicts");
    unknown += wave.count("unknown");
    quarantined += wave.count("failed");
  }

  /** What would be left alone if the planned changes were written now. */
  synchronized void planned(long plannedConflicts) {
    conflicts += plannedConflicts;
  }

  /** Counts the items of a wave in which nothing was left to do. */
  synchronized void skipped(Marker wave) {
    skipped += wave.count("images") + wave.count("quarantined");
  }

  synchronized RunSummary summary(
      String runId, String directory, double seconds, Map<Stage, Double> busySeconds) {
    return new RunSummary(
        runId,
        directory,
        items,
        images,
        labels,
        added,
        removed,
        unchanged,
        conflicts,
        quarantined,
        unknown,
        skipped,
        seconds,
        seconds > 0 ? predictedNow / seconds : 0,
        busySeconds);
  }
}
