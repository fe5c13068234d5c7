package dev.relabel.platform.embedded;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The body of a successful answer. */
public sealed interface Answer {
  /** Its media type, with parameters. */
  String contentType();

  /** Writes it; called once. */
  void writeTo(OutputStream out) throws IOException;

  /** What is answered where clients look at nothing but the status. */
  static Answer success() {
    return json(JsonNodeFactory.instance.objectNode().put("success", true));
  }

  /** A JSON value. */
  static Answer json(JsonNode body) {
    return new Json(body);
  }

  /** A JSON value. */
  record Json(JsonNode body) implements Answer {
    private static final ObjectMapper JSON =
        new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    @Override
    public String contentType() {
      return "application/json; charset=utf-8";
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      JSON.writeValue(out, body);
    }
  }

  /** A file as it is. */
  record Content(Path file, String contentType) implements Answer {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      Files.copy(file, out);
    }
  }

  /**
   * A zip archive of one file.
   *
   * @param entry what the file is called in it
   */
  record Zipped(Path file, String entry) implements Answer {
    @Override
    public String contentType() {
      return "application/zip";
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      ZipOutputStream zip = new ZipOutputStream(out);
      zip.putNextEntry(new ZipEntry(entry));
      Files.copy(file, zip);
      zip.finish(); // whoever gave the stream closes it
    }
  }

  /**
   * Some bytes.
   *
   * @param bytes not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one answer, compared with nothing
  record Bytes(byte[] bytes, String contentType) implements Answer {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  /** One of several contents; got only when it is its turn. */
  @FunctionalInterface
  interface Part {
    /** The content to be written; empty if it is gone. */
    Optional<Answer> content() throws IOException;

    static Part of(Path file) {
      return () ->
          Files.isReadable(file)
              ? Optional.of(new Content(file, Multipart.PART_TYPE))
              : Optional.empty();
    }
  }

  /**
   * Several contents by name, one after the other. What is gone is left out.
   *
   * @param boundary what separates the parts; occurs in none of them
   * @param parts the contents by the names of their parts
   */
  record Multipart(String boundary, Map<String, Part> parts) implements Answer {
    static final String PART_TYPE = "application/octet-stream";

    static Multipart of(Map<String, Part> parts) {
      return new Multipart("relabel-" + UUID.randomUUID(), parts);
    }

    @Override
    public String contentType() {
      return "multipart/form-data; boundary=" + boundary;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (Map.Entry<String, Part> each : parts.entrySet()) {
        Optional<Answer> content = each.getValue().content();
        if (content.isPresent()) {
          String name = each.getKey();
          String head =
              String.join(
                  "\r\n",
                  "--" + boundary,
                  "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\""
                      .formatted(name, name),
                  "Content-Type: " + PART_TYPE,
                  "",
                  "");
          out.write(head.getBytes(StandardCharsets.UTF_8));
          content.get().writeTo(out);
          out.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
      }
      out.write("--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
    }
  }
}
