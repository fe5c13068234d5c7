package dev.relabel.cli;

import dev.relabel.platform.supervisely.TeamFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder of a team's files on Supervisely.
 *
 * @param folder its path, without a slash at its end
 * @param paths all files in it
 */
record TeamFolder(TeamFiles files, long team, String folder, List<String> paths)
    implements ModelFolder {
  @Override
  public boolean copy(String name, Path to) {
    String path = folder + "/" + name;
    if (!paths.contains(path)) {
      return false;
    }
    files.download(team, path, to);
    return true;
  }
}
