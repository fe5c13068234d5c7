package dev.relabel.deploy;

import dev.relabel.model.onnx.ModelFolder;
import dev.relabel.platform.supervisely.TeamFiles;
import dev.relabel.platform.supervisely.TeamFiles.TeamFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder of a team's files on Supervisely.
 *
 * @param server the platform's address
 * @param folder its path, without a slash at its end
 * @param listed all files in it
 */
record TeamFolder(TeamFiles files, String server, long team, String folder, List<TeamFile> listed)
    implements ModelFolder {
  @Override
  public boolean copy(String name, Path to, long mostBytes) throws IOException {
    if (find(name).isEmpty()) {
      return false;
    }
    files.download(team, folder + "/" + name, to);
    if (Files.size(to) > mostBytes) {
      throw new IOException("%s has more than %s bytes".formatted(name, mostBytes));
    }
    return true;
  }

  @Override
  public Optional<String> version(String name) {
    return find(name)
        .map(file -> "%s %s %s %s".formatted(server, team, file.path(), file.version()));
  }

  private Optional<TeamFile> find(String name) {
    return listed.stream().filter(each -> each.path().equals(folder + "/" + name)).findFirst();
  }
}
