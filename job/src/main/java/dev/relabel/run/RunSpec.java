package dev.relabel.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a run is: everything that, if it changed, would make its outputs something else. Frozen in
 * the run directory when the run begins.
 *
 * @param runId the run's identity
 * @param createdAt when it began, ISO-8601 UTC
 * @param facts names and values, such as {@code model_sha256} and {@code upload}; holds no secret
 */
public record RunSpec(String runId, String createdAt, Map<String, String> facts) {
  public RunSpec {
    facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Every fact in which the other run differs, as a line for people. */
  public List<String> differences(RunSpec other) {
    TreeSet<String> names = new TreeSet<>(facts.keySet());
    names.addAll(other.facts.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String ours = facts.getOrDefault(name, "(nothing)");
      String theirs = other.facts.getOrDefault(name, "(nothing)");
      if (!ours.equals(theirs)) {
        differences.add("%s: the run has %s, asked for is %s".formatted(name, ours, theirs));
      }
    }
    return differences;
  }
}
