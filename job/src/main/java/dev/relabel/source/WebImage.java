package dev.relabel.source;

import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;

/** Images at {@code http:} and {@code https:} addresses. */
final class WebImage {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** A server that sends a byte a second would hold one of few threads for ever. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int MOST_PORT = 65_535;

  /** As many as browsers follow; more of them is a circle. */
  private static final int MOST_REDIRECTS = 20;

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private WebImage() {}

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

  /**
   * Asks for an image.
   *
   * @param mostBytes how large it may be
   * @throws WebException if this image is not to be had
   * @throws IOException if nothing was answered, or half of it
   */
  static byte[] read(String address, int mostBytes) throws IOException {
    try {
      return follow(URI.create(address), mostBytes);
    } catch (IllegalArgumentException e) { // such as a port that is none
      throw new WebException("refused", "it is no address: " + e.getMessage(), false);
    }
  }

  private static byte[] follow(URI first, int mostBytes) throws IOException {
    URI uri = first;
    long end = System.nanoTime() + LONGEST.toNanos();
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpURLConnection http = open(uri);
      try {
        int status = http.getResponseCode();
        if (!REDIRECTS.contains(status)) {
          return body(http, status, mostBytes, end);
        }
        uri = next(uri, http.getHeaderField("Location"));
      } finally {
        http.disconnect();
      }
    }
    throw new WebException("refused", "it leads on and on to other addresses", false);
  }

  private static HttpURLConnection open(URI uri) throws IOException {
    URLConnection connection = uri.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) IDLE.toMillis());
    HttpURLConnection http = (HttpURLConnection) connection;
    http.setInstanceFollowRedirects(false);
    http.setRequestProperty("Accept", "image/*");
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

  /** Whether a host belongs to this machine or network: no other may send us there. */
  private static boolean isInside(URI uri) throws WebException {
    try {
      InetAddress host = InetAddress.getByName(uri.getHost());
      return host.isLoopbackAddress()
          || host.isLinkLocalAddress()
          || host.isSiteLocalAddress()
          || host.isAnyLocalAddress();
    } catch (UnknownHostException e) {
      throw new WebException("unreachable", "there is no host " + uri.getHost(), true);
    }
  }

  private static byte[] body(HttpURLConnection http, int status, int mostBytes, long end)
      throws IOException {
    if (status != HttpURLConnection.HTTP_OK) {
      boolean isGone = status == 404 || status == 410;
      boolean mayPass = status == 408 || status == 429 || status >= 500;
      throw new WebException(
          isGone ? "not-found" : mayPass ? "unreachable" : "refused",
          "the server answers HTTP " + status,
          mayPass);
    }
    long length = http.getContentLengthLong();
    if (length > mostBytes) {
      throw tooLarge(mostBytes);
    }
    try (InputStream in = http.getInputStream()) {
      byte[] bytes = readAll(in, mostBytes, end);
      if (length >= 0 && bytes.length < length) {
        throw new IOException(
            "it was cut off after %s of %s bytes".formatted(bytes.length, length));
      }
      return bytes;
    }
  }

  private static byte[] readAll(InputStream in, int mostBytes, long end) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      all.write(buffer, 0, read);
      if (all.size() > mostBytes) {
        throw tooLarge(mostBytes);
      }
      if (System.nanoTime() > end) {
        throw new WebException(
            "unreachable", "it did not arrive within %s s".formatted(LONGEST.toSeconds()), false);
      }
    }
    return all.toByteArray();
  }

  private static WebException tooLarge(int mostBytes) {
    return new WebException("too-large", "it has more than %s bytes".formatted(mostBytes), false);
  }
}
