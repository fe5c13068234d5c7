package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.MultipartBody;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * What a client sent, read to its end.
 *
 * @param path parts of the path by their names
 * @param query parameters of the query
 * @param body not to be changed; empty where files were sent
 * @param files uploads by the names of their parts
 */
@SuppressWarnings("ArrayRecordComponent") // made for one call, compared with nothing
record GetiCall(
    Map<String, String> path,
    Map<String, String> query,
    byte[] body,
    Map<String, GetiCall.Upload> files) {
  /** Fifty thousand annotations fit. */
  private static final int MAX_JSON_BYTES = 64 << 20;

  /** Images are held in memory; what is larger is no image that anybody could decode. */
  private static final int MAX_FILE_BYTES = 512 << 20;

  /**
   * One part of an upload.
   *
   * @param name of the file; empty if it has none
   * @param content not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Upload(String name, byte[] content) {}

  static GetiCall read(Request request, Map<String, String> path, Path temporary)
      throws IOException {
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    Map<String, Upload> files = new HashMap<>();
    byte[] body = new byte[0];
    if (type.startsWith("multipart/")) {
      MultipartBody.forEachPart(
          request,
          type,
          temporary,
          (name, file, content) ->
              files.put(name, new Upload(file.orElse(""), bounded(content, MAX_FILE_BYTES))));
    } else {
      body = bounded(Content.Source.asInputStream(request), MAX_JSON_BYTES);
    }
    return new GetiCall(path, query, body, files);
  }

  private static byte[] bounded(InputStream in, int most) throws IOException {
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw GetiException.of(413, "payload_too_large", "The body is too large.");
    }
    return bytes;
  }

  /** A part of the path. */
  String of(String name) {
    return path.getOrDefault(name, "");
  }

  Optional<String> asked(String name) {
    return Optional.ofNullable(query.get(name));
  }

  boolean isAsked(String name) {
    return asked(name).orElse("false").equalsIgnoreCase("true");
  }

  /**
   * A number of the query.
   *
   * @throws GetiException if it is none or out of range
   */
  int number(String name, int otherwise, int least, int most) {
    String text = asked(name).orElse(Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    ObjectNode message = Json.object();
    message
        .putArray(name)
        .add("Input should be a number from %s to %s, not %s".formatted(least, most, text));
    throw GetiException.invalidParameter(message);
  }

  /**
   * The body, which has to be a JSON object.
   *
   * @throws GetiException if it is not
   */
  ObjectNode json() {
    try {
      JsonNode read = Json.read(body);
      if (read instanceof ObjectNode object) {
        return object;
      }
    } catch (UnreadableJsonException e) {
      // Refused below.
    }
    throw GetiException.of(400, "missing_payload", "The request needs a JSON object as its body.");
  }
}
