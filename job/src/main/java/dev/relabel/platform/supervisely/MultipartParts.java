package dev.relabel.platform.supervisely;

import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads a multipart answer whose parts are named by numbers, such as IDs of images. Parts arrive
 * piece by piece, so that besides the parts themselves only one buffer is held.
 */
final class MultipartParts implements MultiPart.Parser.Listener {
  private static final Pattern NAME = Pattern.compile("(?:^|[\\s;])name=\"(\\d{1,18})\"");
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MOST_HEADER_BYTES = 8 << 10;
  // No call asks for more.
  private static final int MOST_PARTS = 1000;

  private final Map<Long, byte[]> parts = new TreeMap<>();
  private @Nullable Long name;
  private ByteArrayOutputStream content = new ByteArrayOutputStream();
  private boolean complete;
  private @Nullable Throwable failure;

  private MultipartParts() {}

  /**
   * The parts by their names; a part with another name is left out.
   *
   * @throws UnreadableJsonException if the answer is not multipart, is cut off or is malformed
   */
  static Map<Long, byte[]> read(Response response) throws IOException {
    String type = response.header("Content-Type");
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      throw new UnreadableJsonException("Expected multipart, found the content type " + type);
    }
    String boundary = MultiPart.extractBoundary(type);
    if (boundary == null || boundary.isEmpty()) {
      throw new UnreadableJsonException("A multipart answer does not say its boundary");
    }
    MultipartParts parts = new MultipartParts();
    MultiPart.Parser parser = new MultiPart.Parser(boundary, parts);
    parser.setPartHeadersMaxLength(MOST_HEADER_BYTES);
    parser.setMaxParts(MOST_PARTS);
    parts.feed(parser, response.body());
    if (!parts.complete) {
      throw new UnreadableJsonException(
          "A multipart answer is cut off or malformed", parts.failure);
    }
    return parts.parts;
  }

  private void feed(MultiPart.Parser parser, InputStream body) throws IOException {
    while (failure == null) {
      // A fresh array each time: the parser may keep slices of the last one.
      byte[] buffer = new byte[BUFFER_BYTES];
      int read = body.readNBytes(buffer, 0, buffer.length);
      boolean last = read < buffer.length;
      parser.parse(Content.Chunk.from(ByteBuffer.wrap(buffer, 0, read), last));
      if (last) {
        return;
      }
    }
  }

  @Override
  public void onPartHeader(String header, String value) {
    Matcher matcher = NAME.matcher(value);
    if (header.equalsIgnoreCase("Content-Disposition") && matcher.find()) {
      name = Long.valueOf(matcher.group(1));
    }
  }

  @Override
  public void onPartContent(Content.Chunk chunk) {
    if (name != null) {
      byte[] bytes = new byte[chunk.remaining()];
      chunk.getByteBuffer().get(bytes);
      content.writeBytes(bytes);
    }
  }

  @Override
  public void onPartEnd() {
    if (name != null) {
      parts.put(name, content.toByteArray());
    }
    name = null;
    content = new ByteArrayOutputStream();
  }

  @Override
  public void onComplete() {
    complete = true;
  }

  @Override
  public void onFailure(Throwable cause) {
    failure = cause;
  }
}
