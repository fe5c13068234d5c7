package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.BoundedInputStream;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Payload;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.io.InputStream;

/** The encoded bytes of an image or frame. */
record FetchBytes(Medium medium) implements Endpoint<byte[]> {
  private static final long MOST_BYTES = 256L << 20;

  @Override
  public String method() {
    return "display.full";
  }

  @Override
  public String verb() {
    return "GET";
  }

  @Override
  public String resource() {
    return medium.place() + "/display/full";
  }

  @Override
  public JsonNode body() {
    return Json.object();
  }

  @Override
  public Payload payload() {
    return Payload.NONE;
  }

  @Override
  public byte[] read(Response response) throws IOException {
    try (InputStream body = new BoundedInputStream(response.body(), MOST_BYTES)) {
      return body.readAllBytes();
    }
  }

  @Override
  public byte[] read(JsonNode answer) {
    throw new UnreadableJsonException("Images do not come as JSON");
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return medium.name();
  }
}
