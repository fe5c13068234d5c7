package dev.relabel.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.fs.FSError;

/** Writes the plan: work items in waves, each item straight to its file. */
public final class PlanWriter {
  private PlanWriter() {}

  /**
   * Freezes the list of what is to be done.
   *
   * @param items read once, never held together
   * @param waveSize items per wave, positive
   * @return the plan's marker
   */
  public static Marker write(RunDirectory run, Iterator<WorkItem> items, int waveSize) {
    String attempt = RunDirectory.newAttempt();
    long count = 0;
    int waves = 0;
    while (items.hasNext()) {
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(run.createPlanFile(attempt, waves), StandardCharsets.UTF_8))) {
        for (int i = 0; i < waveSize && items.hasNext(); i++) {
          out.append(WorkItemJson.write(items.next())).append('\n');
          count++;
        }
      } catch (IOException | FSError e) {
        throw run.unwritable(e);
      } catch (UncheckedIOException e) {
        throw new RunException("The input cannot be listed: " + e.getMessage(), e);
      }
      waves++;
    }
    Marker marker =
        new Marker(
            attempt, Map.of("waves", (long) waves, "items", count, "waveSize", (long) waveSize));
    run.commitPlan(marker);
    return marker;
  }
}
