package dev.relabel.platform.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads uploads ({@code multipart/form-data}), within bounds of size. */
public final class MultipartBody {
  /** Fifty of the largest images that cameras make. */
  private static final long MAX_UPLOAD_BYTES = 4L << 30;

  private static final int MAX_UPLOAD_PARTS = 1000;
  private static final int MAX_MEMORY_BYTES = 1 << 16;

  private MultipartBody() {}

  /** Takes one part. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * Takes a part's content, which lasts as long as the call.
     *
     * @param name the part's name
     * @param fileName the name of its file, if it is one
     */
    void receive(String name, Optional<String> fileName, InputStream content) throws IOException;
  }

  /**
   * Hands over each part in the order sent.
   *
   * @param type the request's content type with its boundary
   * @param temporary where uploaded files lie while the call lasts
   */
  public static void forEachPart(Request request, String type, Path temporary, Receiver receiver)
      throws IOException {
    MultiPartConfig config =
        new MultiPartConfig.Builder()
            .location(temporary)
            .maxMemoryPartSize(MAX_MEMORY_BYTES)
            .maxParts(MAX_UPLOAD_PARTS)
            .maxPartSize(MAX_UPLOAD_BYTES)
            .maxSize(MAX_UPLOAD_BYTES)
            .build();
    try (MultiPartFormData.Parts parts =
        MultiPartFormData.getParts(request, request, type, config)) {
      for (MultiPart.Part part : parts) {
        try (InputStream in = Content.Source.asInputStream(part.createContentSource())) {
          receiver.receive(
              String.valueOf(part.getName()), Optional.ofNullable(part.getFileName()), in);
        }
      }
    }
  }
}
