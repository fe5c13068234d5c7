package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalProject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether tasks train by themselves, and how often they would have: some seconds after the last of
 * several writes (fact sheet of Geti, 8). Nothing is ever trained. Thread-safe.
 */
final class Trainings {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final String NOTE = "getiAutoTraining";

  private final Clock clock;
  private final Map<Long, Instant> lastWrites = new HashMap<>();
  private final Map<Long, Integer> counts = new HashMap<>();

  Trainings(Clock clock) {
    this.clock = clock;
  }

  /** Whether a task trains by itself; it does unless somebody has said otherwise. */
  static boolean isAutomatic(LocalProject project, String task) throws IOException {
    return project.notes().path(NOTE).path(task).asBoolean(true);
  }

  /** Says whether a task trains by itself; durable when this returns. */
  synchronized void setAutomatic(LocalProject project, String task, Automatic automatic)
      throws IOException {
    ObjectNode all = project.notes().path(NOTE) instanceof ObjectNode known ? known : Json.object();
    all.put(task, automatic == Automatic.ON);
    project.putNotes(Json.object().set(NOTE, all));
  }

  /** Whether a task trains by itself. */
  enum Automatic {
    ON,
    OFF
  }

  /** Annotations were written. */
  void noteWrite(GetiProject project) throws IOException {
    boolean isAutomatic = false;
    for (GetiTask each : project.tasks()) {
      isAutomatic |= isAutomatic(project.local(), each.id());
    }
    if (isAutomatic) {
      count(project.local().id());
    }
  }

  private synchronized void count(long project) {
    Instant now = clock.instant();
    Instant before = lastWrites.put(project, now);
    if (before == null || before.plus(SILENCE).isBefore(now)) {
      counts.merge(project, 1, Integer::sum);
    }
  }

  /** How many trainings writes have caused, over all projects. */
  synchronized int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
