package dev.relabel.platform.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Addresses as people write them into {@code SERVER_ADDRESS}. */
public final class ServerAddress {
  private ServerAddress() {}

  /** The address without slashes around it and with a scheme. */
  public static URI parse(String address) {
    String stripped = address.strip().replaceAll("^/+", "");
    String lower = stripped.toLowerCase(Locale.ROOT);
    boolean hasScheme = lower.startsWith("http://") || lower.startsWith("https://");
    String whole = (hasScheme ? stripped : "http://" + stripped).replaceAll("/+$", "");
    URI uri;
    try {
      uri = new URI(whole);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "Not an address of a web server (" + e.getReason() + ")", e);
    }
    if (whole.indexOf("://") != whole.lastIndexOf("://")) {
      throw new IllegalArgumentException("Not an address that begins with http:// or https://");
    }
    if (uri.getUserInfo() != null || whole.contains("@")) {
      // Not repeated: what stands before the @ is a password.
      throw new IllegalArgumentException("An address holds no user name or password");
    }
    if (uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException(
          "Not an address of a web server, such as https://app.example.com: "
              + whole.replaceAll("(?<=[^/:])[/?#].*", "/…"));
    }
    return uri;
  }
}
