package dev.relabel.source;

import dev.relabel.platform.Time;
import dev.relabel.video.VideoBytes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A video's bytes at an address on the web, read in parts (RFC 9110, section 14): from one place on
 * until another is wanted. A connection that is lost is made again. Confined to one thread at a
 * time.
 */
final class WebVideo implements VideoBytes {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SLOWEST_BYTES_PER_SECOND = 1000;

  private final String address;
  private final WebRetry retry = new WebRetry(Time.SYSTEM);

  /** What tells one version of the video from another; null if the server does not say. */
  private @Nullable String version;

  private long length = -1;
  private long at;
  private long waited;
  private long received;
  private Web.@Nullable Answer answer;
  private @Nullable InputStream in;

  private WebVideo(String address) {
    this.address = address;
  }

  /**
   * Opens a video.
   *
   * @throws WebException if it is not to be had in parts
   */
  static WebVideo open(String address) throws IOException {
    WebVideo video = new WebVideo(address);
    try {
      video.retry.run(() -> video.begin(0));
      return video;
    } catch (IOException e) {
      video.close();
      throw e;
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long position, byte[] into) throws IOException {
    if (position >= length) {
      return -1;
    }
    return retry.run(() -> attempt(position, into));
  }

  private int attempt(long position, byte[] into) throws IOException {
    try {
      InputStream stream = in != null && position == at ? in : begin(position);
      long start = System.nanoTime();
      int count = stream.read(into, 0, into.length);
      requirePace(System.nanoTime() - start, count);
      if (count < 0) {
        throw new IOException("it was cut off after %s of %s bytes".formatted(at, length));
      }
      at += count;
      return count;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** A server that sends a byte a second would hold a task for ever. */
  private void requirePace(long nanos, int count) throws WebException {
    waited += nanos;
    received += count;
    if (waited > PATIENCE.toNanos() && received * 1e9 / waited < SLOWEST_BYTES_PER_SECOND) {
      throw new WebException("unreachable", "it arrives too slowly", false);
    }
  }

  private InputStream begin(long position) throws IOException {
    close();
    Web.Answer asked = Web.ask(address, "video/*", "bytes=%s-".formatted(position));
    answer = asked;
    String range = asked.http().getHeaderField("Content-Range");
    Matcher part = CONTENT_RANGE.matcher(range == null ? "" : range);
    if (!part.matches() || Long.parseLong(part.group(1)) != position) {
      throw new WebException(
          "refused",
          "the server gives no parts of files (Range), which a video needs: download it first",
          false);
    }
    long whole = Long.parseLong(part.group(2));
    String tag = asked.http().getHeaderField("ETag");
    if (length >= 0 && (length != whole || !Objects.equals(version, tag))) {
      throw new WebException("changed", "the video has changed while it was read", false);
    }
    length = whole;
    version = tag;
    at = position;
    waited = 0;
    received = 0;
    InputStream stream = asked.http().getInputStream();
    in = stream;
    return stream;
  }

  /** Ends the connection; reading on makes a new one. */
  @Override
  public void close() {
    if (answer != null) {
      answer.close();
    }
    answer = null;
    in = null;
  }
}
