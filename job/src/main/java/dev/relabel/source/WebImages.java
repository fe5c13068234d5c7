package dev.relabel.source;

import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Time;
import dev.relabel.predict.ImageFetcher.Bytes;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Missing;
import dev.relabel.run.WorkItem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * Images on the web. Each may be on a server of its own, so one that does not answer is told as
 * that image's failure. Safe for use by several threads.
 */
final class WebImages {
  private static final RetryPolicy RETRY =
      new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMinutes(2));

  /** Several may arrive at once, and all of each is held. */
  private static final int MOST_BYTES = 128 << 20;

  private final Time time;
  private final Random random = new Random();

  WebImages(Time time) {
    this.time = time;
  }

  Fetched fetch(WorkItem item) {
    long start = time.nanos();
    int failed = 0;
    while (true) {
      Missing missing;
      boolean mayPass;
      try {
        return new Bytes(WebImage.read(item.source(), MOST_BYTES), 0, 0);
      } catch (WebException e) {
        missing = new Missing(e.kind(), message(item, e));
        mayPass = e.mayPass();
      } catch (IOException e) {
        missing = new Missing("unreachable", message(item, e));
        mayPass = true;
      }
      failed++;
      Optional<Duration> pause =
          mayPass
              ? RETRY.pause(failed, Duration.ofNanos(time.nanos() - start), Duration.ZERO, random)
              : Optional.empty();
      if (pause.isEmpty() || !slept(pause.get())) {
        return missing;
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

  /** Without the query, which may be a signature. */
  private static String message(WorkItem item, IOException e) {
    return "%s cannot be fetched: %s"
        .formatted(WebImage.withoutSecrets(item.source()), e.getMessage());
  }
}
