package dev.relabel.stage;

import java.util.Map;
import java.util.TreeMap;

/**
 * What reading a run back has shown.
 *
 * @param runId the run
 * @param runDirectory where it lies
 * @param images images that were compared
 * @param differences how many differences there are, by kind
 * @param seconds how long it took
 */
public record VerifySummary(
    String runId, String runDirectory, long images, Map<String, Long> differences, double seconds) {
  public VerifySummary {
    differences = new TreeMap<>(differences);
  }

  /** Whether everything is as recorded. */
  public boolean isAsRecorded() {
    return differences.isEmpty();
  }
}
