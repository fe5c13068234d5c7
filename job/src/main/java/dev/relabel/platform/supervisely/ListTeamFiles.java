package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.supervisely.TeamFiles.Depth;
import dev.relabel.platform.supervisely.TeamFiles.TeamFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of a team whose paths begin with something. The server lists a folder, or everything that
 * begins so; callers compare paths themselves.
 *
 * @param file a file or folder
 */
record ListTeamFiles(long team, String file, Depth depth) implements Endpoint<List<TeamFile>> {
  @Override
  public String method() {
    return "file-storage.list";
  }

  @Override
  public JsonNode body() {
    return Json.object()
        .put("teamId", team)
        .put("path", file)
        .put("recursive", depth == Depth.EVERYTHING_BELOW);
  }

  /** The files, without folders. */
  @Override
  public List<TeamFile> read(JsonNode answer) {
    List<TeamFile> files = new ArrayList<>();
    for (JsonNode each : Json.asArray(answer, "files")) {
      if (!each.path("isDir").asBoolean(false)) {
        files.add(
            new TeamFile(
                Json.text(each, "path"),
                "%s %s %s"
                    .formatted(
                        each.path("id").asText(""),
                        Json.text(each, "hash", ""),
                        Json.text(each, "updatedAt", ""))));
      }
    }
    return files;
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "Team Files %s of team %s".formatted(file, team);
  }
}
