package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file of a team, written to the disk.
 *
 * @param path its path in Team Files
 * @param to the file to write; a repetition begins it anew
 */
record DownloadTeamFile(long team, String path, Path to) implements Endpoint<Path> {
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
    Files.copy(response.body(), to, StandardCopyOption.REPLACE_EXISTING);
    String length = response.header("Content-Length");
    if (!length.isEmpty() && !length.equals(Long.toString(Files.size(to)))) {
      throw new IOException("%s bytes instead of %s".formatted(Files.size(to), length));
    }
    return to;
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
