package dev.relabel.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/** The server's answer, its body still arriving. Confined to the thread that made the call. */
public final class Response implements AutoCloseable {
  private final int status;
  private final Map<String, String> headers;
  private final InputStream body;
  private final Runnable onClose;

  /**
   * An answer.
   *
   * @param headers its header fields by name in any case, of repeated ones the first
   * @param body its content; reading beyond the allowed size throws {@link AnswerTooLargeException}
   * @param onClose run once when the answer is closed, after its body
   */
  public Response(int status, Map<String, String> headers, InputStream body, Runnable onClose) {
    this.status = status;
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
    this.body = body;
    this.onClose = onClose;
  }

  public int status() {
    return status;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header field, empty if absent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // Whatever was wanted from the body has been read or has failed already.
    } finally {
      onClose.run();
    }
  }
}
