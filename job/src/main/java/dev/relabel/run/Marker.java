package dev.relabel.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The proof that a step of a run is complete: names the attempt whose output counts. Output without
 * a marker is left over from a crash and ignored.
 *
 * @param attempt the folder of the attempt, below the step's own
 * @param counts numbers worth keeping, such as {@code images}
 */
public record Marker(String attempt, Map<String, Long> counts) {
  public Marker {
    counts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** A count, 0 when it was not kept. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
