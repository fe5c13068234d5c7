package dev.relabel.deploy;

import dev.relabel.model.onnx.ExporterFiles;
import dev.relabel.model.onnx.ModelFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A folder on the web. Addresses whose query is a signature name a single file: nothing is looked
 * for beside it.
 *
 * @param file an address of a file in it
 */
record WebFolder(URI file) implements ModelFolder {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofSeconds(60);

  private static final Set<Integer> MISSING =
      Set.of(
          HttpURLConnection.HTTP_NOT_FOUND,
          HttpURLConnection.HTTP_FORBIDDEN, // stores that do not let one list what they have
          HttpURLConnection.HTTP_GONE);

  /**
   * The folder of a file.
   *
   * @param address as a person wrote it
   */
  static WebFolder of(String address) {
    try {
      URI uri = new URI(address);
      if (uri.getHost() == null || uri.getUserInfo() != null) {
        throw new DeployException(
            "--model: an address on the web is https://HOST/PATH/FILE.onnx, without a user name or password");
      }
      if (uri.getPath() == null || uri.getPath().endsWith("/") || uri.getPath().isEmpty()) {
        throw new DeployException("--model: an address on the web names a file, not a folder");
      }
      return new WebFolder(uri);
    } catch (URISyntaxException e) {
      throw new DeployException("--model is no address on the web: " + e.getReason());
    }
  }

  /** The last part of the file's path. */
  String fileName() {
    String path = file.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public boolean copy(String name, Path to, long mostBytes) throws IOException {
    boolean isItself = name.equals(fileName());
    if (!isItself && file.getRawQuery() != null) {
      return false;
    }
    URLConnection connection = open(name, "GET");
    if (connection instanceof HttpURLConnection http && !isThere(http)) {
      if (!isItself) {
        return false; // nobody has said that there is such a file
      }
      String answer = "the server answers HTTP %s".formatted(http.getResponseCode());
      if (MISSING.contains(http.getResponseCode())) {
        throw new FileNotFoundException(answer);
      }
      throw new IOException("%s with %s".formatted(answer, http.getContentType()));
    }
    try (InputStream in = connection.getInputStream()) {
      long bytes = copy(in, to, mostBytes);
      if (bytes > mostBytes) {
        throw new IOException("%s has more than %s bytes".formatted(name, mostBytes));
      }
      long length = connection.getContentLengthLong();
      if (length >= 0 && bytes != length) {
        throw new IOException("it was cut off after %s of %s bytes".formatted(bytes, length));
      }
    }
    return true;
  }

  /** Copies a buffer more than allowed at most, whatever length the server has announced. */
  private static long copy(InputStream in, Path to, long mostBytes) throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(to)) {
      while (bytes <= mostBytes) {
        int read = in.read(buffer);
        if (read < 0) {
          break;
        }
        out.write(buffer, 0, read);
        bytes += read;
      }
    }
    return bytes;
  }

  /** Some sites have a page for everything that they do not have. */
  private static boolean isThere(HttpURLConnection http) throws IOException {
    return http.getResponseCode() == HttpURLConnection.HTTP_OK // redirects are followed
        && !String.valueOf(http.getContentType()).startsWith("text/html");
  }

  private URLConnection open(String name, String method) throws IOException {
    URI uri = name.equals(fileName()) ? file : beside(name);
    URLConnection connection = uri.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) IDLE.toMillis());
    if (connection instanceof HttpURLConnection http) {
      http.setRequestMethod(method);
    }
    return connection;
  }

  /** Where the server marks its files. Signatures of an address change without the file. */
  @Override
  public Optional<String> version(String name) throws IOException {
    URLConnection connection = open(name, "HEAD");
    String tag = connection.getHeaderField("ETag");
    boolean isMarked = connection instanceof HttpURLConnection http && isThere(http) && tag != null;
    URI place = name.equals(fileName()) ? file : beside(name);
    return isMarked
        ? Optional.of(
            "%s %s %s %s".formatted(place.getHost(), place.getPort(), place.getPath(), tag))
        : Optional.empty();
  }

  private URI beside(String name) throws IOException {
    try {
      return file.resolve(new URI(null, null, "./" + name, null));
    } catch (URISyntaxException e) {
      throw new IOException("%s cannot be part of an address".formatted(name), e);
    }
  }

  @Override
  public Optional<ModelFolder> above() {
    boolean isExports = file.getPath().endsWith("/" + ExporterFiles.EXPORTS + "/" + fileName());
    return isExports && file.getRawQuery() == null
        ? Optional.of(new WebFolder(file.resolve("../" + ExporterFiles.EXPORTS)))
        : Optional.empty();
  }
}
