package dev.relabel.source;

import dev.relabel.run.WorkItem;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Set;

/** Images at {@code http:} and {@code https:} addresses. */
final class WebImage {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofSeconds(60);

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

  /** The work item of an address; one that cannot be used says so. */
  static WorkItem item(String address) {
    try {
      URI uri = new URI(address);
      String path = uri.getPath() == null ? "" : uri.getPath();
      String name = path.substring(path.lastIndexOf('/') + 1);
      WorkItem item =
          WorkItem.file(address, uri.getHost() + "/" + (name.isEmpty() ? "image" : name));
      if (uri.getHost() == null) {
        return item.unusable("this is no address on the web: it names no host");
      }
      return uri.getUserInfo() == null
          ? item
          : item.unusable("addresses with a user name or password are not used");
    } catch (URISyntaxException e) {
      return WorkItem.file(address, "image")
          .unusable("this is no address on the web: " + e.getReason());
    }
  }

  /**
   * Asks for an image.
   *
   * @param mostBytes how large it may be
   * @throws WebException if this image is not to be had
   * @throws IOException if nothing was answered, or half of it
   */
  static byte[] read(String address, int mostBytes) throws IOException {
    URI uri = URI.create(address);
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpURLConnection http = open(uri);
      try {
        int status = http.getResponseCode();
        if (!REDIRECTS.contains(status)) {
          return body(http, status, mostBytes);
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
    if (!isWeb || isWeaker) {
      throw new WebException(
          "refused", "it leads to an address that is not followed: " + to.getScheme() + ":", false);
    }
    return to;
  }

  private static byte[] body(HttpURLConnection http, int status, int mostBytes) throws IOException {
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
      byte[] bytes = in.readNBytes(mostBytes);
      if (in.read() >= 0) {
        throw tooLarge(mostBytes);
      }
      if (length >= 0 && bytes.length < length) {
        throw new IOException(
            "it was cut off after %s of %s bytes".formatted(bytes.length, length));
      }
      return bytes;
    }
  }

  private static WebException tooLarge(int mostBytes) {
    return new WebException("too-large", "it has more than %s bytes".formatted(mostBytes), false);
  }
}
