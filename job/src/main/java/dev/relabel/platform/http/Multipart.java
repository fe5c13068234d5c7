package dev.relabel.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A body of the type {@code multipart/form-data} (RFC 7578), part by part. */
public final class Multipart {
  /** In no file by chance: 62 random bits. */
  private static final String BOUNDARY = "relabel-5c1e7d20a9f84b36";

  private final List<ByteBuffer> pieces = new ArrayList<>();

  /**
   * Adds a file.
   *
   * @param field the field's name
   * @param name the file's name; no quotes and no line breaks
   * @param type its media type
   */
  public Multipart file(String field, String name, String type, byte[] content) {
    head("name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s".formatted(field, name, type));
    pieces.add(ByteBuffer.wrap(content));
    pieces.add(bytes("\r\n"));
    return this;
  }

  /** Adds a text. */
  public Multipart text(String field, String text) {
    head("name=\"%s\"".formatted(field));
    pieces.add(bytes(text + "\r\n"));
    return this;
  }

  /** The whole of it. */
  public Payload payload() {
    List<ByteBuffer> all = new ArrayList<>(pieces);
    all.add(bytes("--%s--\r\n".formatted(BOUNDARY)));
    return new Payload("multipart/form-data; boundary=" + BOUNDARY, all);
  }

  private void head(String disposition) {
    pieces.add(
        bytes(
            "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(BOUNDARY, disposition)));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
