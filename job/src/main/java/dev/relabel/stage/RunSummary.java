package dev.relabel.stage;

import dev.relabel.predict.Stage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run in numbers: all of it, however many times it was continued.
 *
 * @param runId the run
 * @param runDirectory where it lies
 * @param items images and frames that the run has come to
 * @param images those of them that were predicted
 * @param labels labels found on them
 * @param added labels that the run has put on the platform
 * @param removed labels that the run has removed from it
 * @param unchanged images whose annotation needed no change
 * @param conflicts labels left alone because a person worked on them meanwhile
 * @param quarantined items that could not be predicted, and images whose change was refused
 * @param unknown images whose writes were lost on the way and could not be settled
 * @param skipped items that an earlier invocation had already done
 * @param seconds how long this invocation took
 * @param imagesPerSecond images predicted by this invocation per second
 * @param busySeconds busy time of this invocation by stage, over all threads
 */
public record RunSummary(
    String runId,
    String runDirectory,
    long items,
    long images,
    long labels,
    long added,
    long removed,
    long unchanged,
    long conflicts,
    long quarantined,
    long unknown,
    long skipped,
    double seconds,
    double imagesPerSecond,
    Map<Stage, Double> busySeconds) {
  public RunSummary {
    busySeconds = new LinkedHashMap<>(busySeconds);
  }

  /** How many items were not predicted, or not written as far as is known. */
  public long failures() {
    return quarantined + unknown;
  }

  /** Whether no more failed than may. */
  public boolean isWithin(FailureLimit limit) {
    return limit.allows(failures(), items);
  }
}
