package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of a team, written to the disk.
 *
 * @param path its path in Team Files
 * @param to the file to write; a repetition begins it anew
 */
record DownloadTeamFile(long team, String path, Path to) implements Endpoint<Path> {
  private static final int BUFFER_BYTES = 1 << 16;

  @Override
  public String method() {
    return "file-storage.download";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("teamId", team).put("path", path);
  }

  @Override
  public Path read(Response response) throws IOException {
    try (OutputStream out = openFile()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = response.body().read(buffer);
          read >= 0;
          read = response.body().read(buffer)) {
        write(out, buffer, read);
      }
    }
    String length = response.header("Content-Length");
    if (!length.isEmpty() && !length.equals(Long.toString(Files.size(to)))) {
      throw new IOException("%s bytes instead of %s".formatted(Files.size(to), length));
    }
    return to;
  }

  // What goes wrong on the disk is no fault of the server, and no repetition helps.

  private OutputStream openFile() {
    try {
      return Files.newOutputStream(to);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void write(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private PlatformException cannotWrite(IOException e) {
    return new PlatformException("%s cannot be written to %s: %s".formatted(path, to, e), e);
  }

  @Override
  public Path read(JsonNode answer) {
    throw new UnreadableJsonException("Files do not come as JSON");
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "file %s in Team Files".formatted(path);
  }
}
