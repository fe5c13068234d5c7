package dev.relabel.platform.embedded;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/**
 * All of what is answered to a request.
 *
 * @param status HTTP status
 * @param headers more headers than those that belong to the body
 * @param body empty for an answer without one
 */
public record Reply(int status, Map<String, String> headers, Optional<Answer> body) {
  private static final int BUFFER_BYTES = 1 << 15;

  public Reply {
    headers = Map.copyOf(headers);
  }

  /** A body with a status. */
  public static Reply of(int status, Answer body) {
    return new Reply(status, Map.of(), Optional.of(body));
  }

  /** A status alone. */
  public static Reply empty(int status) {
    return new Reply(status, Map.of(), Optional.empty());
  }

  /** Sends it; called once. */
  public void send(Response response) throws IOException {
    response.setStatus(status);
    headers.forEach(response.getHeaders()::put);
    body.ifPresent(each -> response.getHeaders().put(HttpHeader.CONTENT_TYPE, each.contentType()));
    OutputStream out =
        new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER_BYTES);
    if (body.isPresent()) {
      body.get().writeTo(out);
    }
    // Closing ends the answer, so it is left open when writing fails: half an answer must not pass
    // for a whole one.
    out.close();
  }
}
