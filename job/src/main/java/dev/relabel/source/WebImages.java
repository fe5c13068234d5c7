package dev.relabel.source;

import dev.relabel.platform.Time;
import dev.relabel.predict.ImageFetcher.Bytes;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Missing;
import dev.relabel.run.WorkItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Images on the web. Each may be on a server of its own, so one that does not answer is told as
 * that image's failure. Safe for use by several threads.
 */
final class WebImages {
  /** Several may arrive at once, and all of each is held. */
  private static final int MOST_BYTES = 128 << 20;

  /** A server that sends a byte a second would hold one of few threads for ever. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Time time;
  private final WebRetry retry;

  WebImages(Time time) {
    this.time = time;
    this.retry = new WebRetry(time);
  }

  Fetched fetch(WorkItem item) {
    try {
      return retry.run(() -> new Bytes(read(item.source()), 0, 0));
    } catch (WebException e) {
      return new Missing(e.kind(), Web.failure(item.source(), e));
    }
  }

  private byte[] read(String address) throws IOException {
    try (Web.Answer answer = Web.ask(address, "image/*", null)) {
      long length = answer.http().getContentLengthLong();
      if (length > MOST_BYTES) {
        throw tooLarge();
      }
      try (InputStream in = answer.http().getInputStream()) {
        byte[] bytes = readAll(in, time.nanos() + LONGEST.toNanos());
        if (length >= 0 && bytes.length < length) {
          throw new IOException(
              "it was cut off after %s of %s bytes".formatted(bytes.length, length));
        }
        return bytes;
      }
    }
  }

  private byte[] readAll(InputStream in, long end) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      all.write(buffer, 0, read);
      if (all.size() > MOST_BYTES) {
        throw tooLarge();
      }
      if (time.nanos() > end) {
        throw new WebException(
            "unreachable", "it did not arrive within %s s".formatted(LONGEST.toSeconds()), false);
      }
    }
    return all.toByteArray();
  }

  private static WebException tooLarge() {
    return new WebException("too-large", "it has more than %s bytes".formatted(MOST_BYTES), false);
  }
}
