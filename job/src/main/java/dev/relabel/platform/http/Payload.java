package dev.relabel.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.format.Json;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a request carries.
 *
 * @param contentType its media type
 * @param pieces its bytes, one piece after the other; only their copies are read
 */
public record Payload(String contentType, List<ByteBuffer> pieces) {
  public Payload {
    pieces = List.copyOf(pieces);
  }

  /** Nothing, as a {@code GET} carries. */
  public static final Payload NONE = new Payload("", List.of());

  public static Payload json(JsonNode body) {
    return new Payload("application/json", List.of(ByteBuffer.wrap(Json.write(body))));
  }

  /** The pieces for one attempt: reading them leaves the originals as they are. */
  public List<ByteBuffer> fresh() {
    return pieces.stream().map(ByteBuffer::duplicate).toList();
  }
}
