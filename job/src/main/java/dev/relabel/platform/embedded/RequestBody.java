package dev.relabel.platform.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Reads requests, within bounds of size. */
final class RequestBody {
  /** Fifty annotations with hundreds of large masks each fit; it is held in memory as a tree. */
  static final long MAX_JSON_BYTES = 64L << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private RequestBody() {}

  /**
   * What a request carries: a JSON body or files, and parameters of the query.
   *
   * @param temporary where uploaded files lie while the call lasts
   */
  static ApiCall read(Request request, Path temporary) throws IOException {
    String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    if (type.startsWith("multipart/")) {
      return new ApiCall(
          query(request),
          receiver ->
              MultipartBody.forEachPart(
                  request,
                  type,
                  temporary,
                  (name, fileName, content) -> receiver.receive(name, content)));
    }
    return new ApiCall(
        json(request),
        receiver -> {
          throw ApiException.badRequest("Files have to be sent as multipart/form-data");
        });
  }

  private static JsonNode json(Request request) throws IOException {
    JsonNode body;
    try (InputStream in = new Limited(Request.asInputStream(request), MAX_JSON_BYTES)) {
      body = JSON.readTree(in);
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("The body is not valid JSON: " + e.getOriginalMessage());
    }
    ObjectNode query = query(request);
    if (body == null || body.isMissingNode() || body.isNull()) {
      return query;
    }
    return body instanceof ObjectNode object ? query.setAll(object) : body;
  }

  /** Parameters of a GET; what looks like JSON is taken as JSON. */
  private static ObjectNode query(Request request) {
    ObjectNode query = JsonNodeFactory.instance.objectNode();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      String text = field.getValue();
      JsonNode value;
      try {
        value = JSON.readTree(text);
      } catch (JsonProcessingException e) {
        value = null;
      }
      boolean isText = value == null || value.isMissingNode();
      query.set(field.getName(), isText ? JsonNodeFactory.instance.textNode(text) : value);
    }
    return query;
  }

  /** Refuses to read on beyond a limit. */
  private static final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream in, long limit) {
      super(in);
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read = super.read(to, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int read) {
      left -= read;
      if (left < 0) {
        throw ApiException.of(413, "The body is larger than %s bytes".formatted(MAX_JSON_BYTES));
      }
    }
  }
}
