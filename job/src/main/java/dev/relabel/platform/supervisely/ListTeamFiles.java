package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of a team whose paths begin with something. The server lists a folder, or everything that
 * begins so; callers compare paths themselves.
 *
 * @param path a file or folder
 */
record ListTeamFiles(long team, String path) implements Endpoint<List<String>> {
  @Override
  public String method() {
    return "file-storage.list";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("teamId", team).put("path", path).put("recursive", true);
  }

  /** The paths of files, without folders. */
  @Override
  public List<String> read(JsonNode answer) {
    List<String> paths = new ArrayList<>();
    for (JsonNode each : Json.asArray(answer, "files")) {
      if (!each.path("isDir").asBoolean(false)) {
        paths.add(Json.text(each, "path"));
      }
    }
    return paths;
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "Team Files %s of team %s".formatted(path, team);
  }
}
