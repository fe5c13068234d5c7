package dev.relabel.cli;

import dev.relabel.stage.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress on standard error: one line that is redrawn on a terminal, otherwise a plain line now
 * and then. Guarded by its own lock.
 */
final class ConsoleProgress implements Progress {
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);

  private final PrintStream err;
  private final boolean terminal;
  private final LongSupplier nanoClock;
  private final long start;
  private long firstDone = -1;
  private long lastLine;
  private long lastDone = -1;
  private boolean lineOpen;

  ConsoleProgress(PrintStream err, boolean terminal, LongSupplier nanoClock) {
    this.err = err;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
    this.lastLine = start;
  }

  @Override
  public synchronized void note(String line) {
    endLine();
    err.println(line);
  }

  @Override
  public synchronized void predicted(long done, long total) {
    if (firstDone < 0) {
      firstDone = done;
    }
    long now = nanoClock.getAsLong();
    boolean finished = done >= total;
    boolean due = terminal || finished || now - lastLine >= PLAIN_INTERVAL.toNanos();
    if (!due || (done == lastDone && (finished || !terminal))) {
      return;
    }
    lastLine = now;
    lastDone = done;
    String line = line(done, total, (now - start) / 1e9);
    if (terminal) {
      err.print("\r\033[K" + line);
      err.flush();
      lineOpen = true;
      if (finished) {
        endLine();
      }
    } else {
      err.println(line);
    }
  }

  private String line(long done, long total, double seconds) {
    double rate = seconds > 0 ? (done - firstDone) / seconds : 0;
    String eta =
        rate > 0 && done < total
            ? ", about %s left".formatted(shortTime(Math.round((total - done) / rate)))
            : "";
    return String.format(
        Locale.ROOT,
        "predicted %d of %d images (%d %%), %.1f images/s%s",
        done,
        total,
        total == 0 ? 100 : done * 100 / total,
        rate,
        eta);
  }

  static String shortTime(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%s min".formatted(Math.round(seconds / 60.0))
        : "%s h %s min".formatted(seconds / 3600, seconds % 3600 / 60);
  }

  private void endLine() {
    if (lineOpen) {
      err.println();
      lineOpen = false;
    }
  }
}
