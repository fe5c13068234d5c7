package dev.relabel.sql;

import dev.relabel.model.onnx.ExporterFiles;
import dev.relabel.model.onnx.ModelFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** A folder on any file system that Hadoop knows, such as {@code s3a:} or {@code hdfs:}. */
public record HadoopFolder(FileSystem files, org.apache.hadoop.fs.Path folder)
    implements ModelFolder {
  /**
   * The folder of a file.
   *
   * @param hadoop where the file system is, and how to get in
   */
  public static HadoopFolder of(org.apache.hadoop.fs.Path file, Configuration hadoop)
      throws IOException {
    org.apache.hadoop.fs.Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalArgumentException("a file is needed, not " + file);
    }
    return new HadoopFolder(file.getFileSystem(hadoop), folder);
  }

  @Override
  public boolean copy(String name, Path to, long mostBytes) throws IOException {
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(folder, name);
    if (!files.exists(file)) {
      return false;
    }
    if (files.getFileStatus(file).getLen() > mostBytes) {
      throw new IOException("%s has more than %s bytes".formatted(name, mostBytes));
    }
    files.copyToLocalFile(false, file, new org.apache.hadoop.fs.Path(to.toUri()), true);
    return true;
  }

  @Override
  public Optional<String> version(String name) throws IOException {
    FileStatus status = files.getFileStatus(new org.apache.hadoop.fs.Path(folder, name));
    return Optional.of(
        "%s %s %s".formatted(status.getPath(), status.getLen(), status.getModificationTime()));
  }

  /** The version of a file that need not be there; empty if it is not. */
  String found(String name) throws IOException {
    try {
      return version(name).orElse("");
    } catch (FileNotFoundException none) {
      return "";
    }
  }

  @Override
  public Optional<ModelFolder> above() {
    return folder.getName().equals(ExporterFiles.EXPORTS) && !folder.isRoot()
        ? Optional.of(new HadoopFolder(files, folder.getParent()))
        : Optional.empty();
  }
}
