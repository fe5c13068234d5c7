package dev.relabel.source;

import dev.relabel.run.WorkItem;
import dev.relabel.source.FileSource.Depth;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A project in Supervisely's format on disk: {@code meta.json}, and for each dataset a folder with
 * {@code img} and {@code ann}; datasets inside a dataset lie in its folder {@code datasets}.
 */
final class ProjectFolder {
  private static final String IMAGES = "img/";
  private static final String NESTED = "datasets/";

  private ProjectFolder() {}

  static boolean isOne(Path folder, Configuration hadoop) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    if (!files.exists(new Path(folder, "meta.json"))) {
      return false;
    }
    RemoteIterator<FileStatus> below = files.listStatusIterator(folder);
    while (below.hasNext()) {
      FileStatus each = below.next();
      if (each.isDirectory() && files.exists(new Path(each.getPath(), "ann"))) {
        return true;
      }
    }
    return false;
  }

  /** The images of all its datasets, named by dataset and file. */
  static Iterator<WorkItem> images(Path folder, Configuration hadoop) throws IOException {
    return FolderListing.of(folder, Depth.RECURSIVE, hadoop, ProjectFolder::name);
  }

  /** {@code street/img/a.jpg} is called {@code street/a.jpg}; what lies elsewhere is no image. */
  private static Optional<String> name(String below) {
    int file = below.lastIndexOf('/') + 1;
    String folder = below.substring(0, file);
    if (!folder.endsWith("/" + IMAGES)) {
      return Optional.empty();
    }
    String dataset = folder.substring(0, folder.length() - IMAGES.length());
    return Optional.of(dataset.replace("/" + NESTED, "/") + below.substring(file));
  }
}
