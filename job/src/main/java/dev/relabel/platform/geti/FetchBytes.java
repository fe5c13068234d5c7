package dev.relabel.platform.geti;

import dev.relabel.platform.http.BoundedInputStream;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.io.InputStream;

/** The encoded bytes of an image or frame. */
record FetchBytes(Medium medium) implements GetiRead<byte[]> {
  private static final long MOST_BYTES = 256L << 20;

  @Override
  public String method() {
    return "display.full";
  }

  @Override
  public String resource() {
    return medium.place() + "/display/full";
  }

  @Override
  public byte[] read(Response response) throws IOException {
    try (InputStream body = new BoundedInputStream(response.body(), MOST_BYTES)) {
      return body.readAllBytes();
    }
  }

  @Override
  public String subject() {
    return medium.name();
  }
}
