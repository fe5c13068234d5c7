package dev.relabel.stage;

import java.util.List;

/**
 * An export in numbers.
 *
 * @param runId the run
 * @param runDirectory where it lies
 * @param images images and frames that the run has predicted
 * @param labels labels found on them
 * @param quarantined items that could not be predicted
 * @param exports what was written
 * @param seconds how long it took
 */
public record ExportSummary(
    String runId,
    String runDirectory,
    long images,
    long labels,
    long quarantined,
    List<ExportRequest> exports,
    double seconds) {
  public ExportSummary {
    exports = List.copyOf(exports);
  }
}
