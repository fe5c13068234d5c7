package dev.relabel.source;

import dev.relabel.platform.Time;
import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import dev.relabel.video.VideoFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lies at {@code http:} and {@code https:} addresses. */
final class Web {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofSeconds(60);

  private static final int MOST_PORT = 65_535;

  /** As many as browsers follow; more of them is a circle. */
  private static final int MOST_REDIRECTS = 20;

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private Web() {}

  /** Whether an input is an address on the web. */
  static boolean isAddress(String input) {
    return startsWith(input, "http://") || startsWith(input, "https://");
  }

  private static boolean startsWith(String input, String scheme) {
    return input.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  /**
   * Makes sure that an address can be asked.
   *
   * @throws RunException saying what is wrong with it
   */
  static void require(String address) {
    String problem = item(address).problem();
    if (!problem.isEmpty()) {
      throw new RunException("%s: %s".formatted(withoutSecrets(address), problem), null);
    }
  }

  /** The work item of an address; one that cannot be used says so, without any password. */
  static WorkItem item(String address) {
    String shown = withoutSecrets(address);
    try {
      URI uri = new URI(address);
      if (uri.getHost() == null || uri.getPort() > MOST_PORT) {
        return WorkItem.file(shown, "image")
            .unusable("this is no address on the web: it names no host, or no port");
      }
      if (uri.getUserInfo() != null) {
        return WorkItem.file(shown, "image")
            .unusable("addresses with a user name or password are not used");
      }
      String path = uri.getPath() == null ? "" : uri.getPath();
      boolean isNamed = !path.isEmpty() && !path.endsWith("/");
      return WorkItem.file(
          address, uri.getHost() + (isNamed ? path : path + "/image").replaceAll("/+", "/"));
    } catch (URISyntaxException e) {
      return WorkItem.file(shown, "image")
          .unusable("this is no address on the web: " + e.getReason());
    }
  }

  /** An address for people: without user, password, and a query, which may be a signature. */
  static String withoutSecrets(String address) {
    return address.replaceAll("[?#].*", "").replaceFirst("(?i)^(https?://)[^/]*@", "$1");
  }

  /** Whether what lies at an address is a video by its first bytes. */
  static boolean isVideo(String address) throws WebException {
    return new WebRetry(Time.SYSTEM)
        .run(
            () -> {
              String head = "bytes=0-" + (VideoFormat.HEAD_BYTES - 1);
              try (Answer answer = ask(address, "*/*", head);
                  InputStream in = answer.http().getInputStream()) {
                return VideoFormat.of(in.readNBytes(VideoFormat.HEAD_BYTES)).isPresent();
              }
            });
  }

  /** What is said when an address does not give what it should. */
  static String failure(String address, WebException e) {
    return "%s cannot be fetched: %s".formatted(withoutSecrets(address), e.getMessage());
  }

  /** An answer; {@link #close} it. */
  record Answer(HttpURLConnection http, int status) implements Closeable {
    @Override
    public void close() {
      http.disconnect();
    }
  }

  /**
   * Asks for what an address has, and follows where it leads.
   *
   * @param accept the kind that is wanted, such as {@code image/*}
   * @param range which bytes, as the header {@code Range} says it; null for all
   * @throws WebException if it is not to be had
   * @throws IOException if nothing was answered
   */
  static Answer ask(String address, String accept, @Nullable String range) throws IOException {
    try {
      URI uri = URI.create(address);
      for (int i = 0; i <= MOST_REDIRECTS; i++) {
        HttpURLConnection http = open(uri, accept, range);
        int status = http.getResponseCode();
        if (!REDIRECTS.contains(status)) {
          return accepted(new Answer(http, status), range != null);
        }
        String location = http.getHeaderField("Location");
        http.disconnect();
        uri = next(uri, location);
      }
      throw new WebException("refused", "it leads on and on to other addresses", false);
    } catch (IllegalArgumentException e) { // such as a port that is none
      throw new WebException("refused", "it is no address: " + e.getMessage(), false);
    }
  }

  private static Answer accepted(Answer answer, boolean mayBePart) throws WebException {
    int status = answer.status();
    boolean isPart = status == HttpURLConnection.HTTP_PARTIAL;
    if (status == HttpURLConnection.HTTP_OK || (isPart && mayBePart)) {
      return answer;
    }
    answer.close();
    boolean isGone = status == 404 || status == 410;
    boolean mayPass = status == 408 || status == 429 || status >= 500;
    throw new WebException(
        isGone ? "not-found" : mayPass ? "unreachable" : "refused",
        "the server answers HTTP " + status,
        mayPass);
  }

  private static HttpURLConnection open(URI uri, String accept, @Nullable String range)
      throws IOException {
    URLConnection connection = uri.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) IDLE.toMillis());
    HttpURLConnection http = (HttpURLConnection) connection;
    http.setInstanceFollowRedirects(false);
    http.setRequestProperty("Accept", accept);
    if (range != null) {
      http.setRequestProperty("Range", range);
    }
    return http;
  }

  private static URI next(URI from, String location) throws WebException {
    URI to;
    try {
      to = location == null ? from : from.resolve(new URI(location));
    } catch (URISyntaxException e) {
      throw new WebException("refused", "it leads to what is no address", false);
    }
    boolean isWeb = isAddress(to.toString()) && to.getHost() != null;
    boolean isWeaker =
        from.getScheme().equalsIgnoreCase("https") && !startsWith(to.toString(), "https");
    if (!isWeb || isWeaker || (isInside(to) && !isInside(from))) {
      throw new WebException(
          "refused", "it leads to an address that is not followed: " + to.getScheme() + ":", false);
    }
    return to;
  }

  private static boolean isInside(InetAddress host) {
    byte[] bytes = host.getAddress();
    boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc; // RFC 4193
    boolean isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64; // RFC 6598
    return host.isLoopbackAddress()
        || host.isLinkLocalAddress()
        || host.isSiteLocalAddress()
        || host.isAnyLocalAddress()
        || isUniqueLocal
        || isShared;
  }

  /** Whether a host belongs to this machine or network: no other may send us there. */
  private static boolean isInside(URI uri) throws WebException {
    try {
      return Arrays.stream(InetAddress.getAllByName(uri.getHost())).anyMatch(Web::isInside);
    } catch (UnknownHostException e) {
      throw new WebException("unreachable", "there is no host " + uri.getHost(), true);
    }
  }
}
