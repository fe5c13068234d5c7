package dev.relabel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.stage.RunSummary;

/** The last line that {@code run} prints: one JSON object, for scripts. */
final class SummaryJson {
  private SummaryJson() {}

  static String write(RunSummary summary) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("run", summary.runId())
        .put("runDir", summary.runDirectory())
        .put("images", summary.images())
        .put("labels", summary.labels())
        .put("added", summary.added())
        .put("removed", summary.removed())
        .put("unchanged", summary.unchanged())
        .put("conflicts", summary.conflicts())
        .put("quarantined", summary.quarantined())
        .put("unknown", summary.unknown())
        .put("skipped", summary.skipped())
        .put("seconds", rounded(summary.seconds()))
        .put("imagesPerSecond", rounded(summary.imagesPerSecond()));
    ObjectNode stages = node.putObject("stages");
    summary
        .busySeconds()
        .forEach((stage, seconds) -> stages.put(stage.summaryName(), rounded(seconds)));
    return node.toString();
  }

  static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
