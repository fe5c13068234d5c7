package dev.relabel.source;

import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Asks the web again when an answer may be a better one later. Safe for use by several threads. */
final class WebRetry {
  private static final RetryPolicy POLICY =
      new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMinutes(2));

  private final Time time;
  private final Random random = new Random();

  WebRetry(Time time) {
    this.time = time;
  }

  /** One attempt. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * Attempts until it works or there is no hope.
   *
   * @throws WebException saying why it does not work
   */
  <T> T run(Attempt<T> attempt) throws WebException {
    long start = time.nanos();
    for (int failed = 1; ; failed++) {
      WebException why;
      try {
        return attempt.run();
      } catch (WebException e) {
        why = e;
      } catch (IOException e) {
        why = new WebException("unreachable", String.valueOf(e.getMessage()), true);
        why.initCause(e);
      }
      Duration spent = Duration.ofNanos(time.nanos() - start);
      Optional<Duration> pause =
          why.mayPass() ? POLICY.pause(failed, spent, Duration.ZERO, random) : Optional.empty();
      if (pause.isEmpty() || !slept(pause.get())) {
        throw why;
      }
    }
  }

  private boolean slept(Duration pause) {
    try {
      time.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
