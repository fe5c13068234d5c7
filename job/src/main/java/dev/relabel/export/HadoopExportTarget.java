package dev.relabel.export;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Syncable;

/**
 * A file on any file system that Hadoop knows, this machine's included. Its parts are hidden files
 * beside it: {@code .NAME.PART}.
 */
public final class HadoopExportTarget implements ExportTarget {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileSystem files;
  private final Path file;

  private HadoopExportTarget(FileSystem files, Path file) {
    this.files = files;
    this.file = file;
  }

  /**
   * A file that is made or replaced; missing folders above it are made.
   *
   * @param address a path or URI
   * @throws IOException if no file system of that name is known
   */
  public static HadoopExportTarget at(String address, Configuration hadoop) throws IOException {
    Path path = new Path(address);
    FileSystem files = path.getFileSystem(hadoop);
    if (files instanceof LocalFileSystem local) {
      local.setWriteChecksum(false); // nobody looks for .crc files beside an export
    }
    return new HadoopExportTarget(files, files.makeQualified(path));
  }

  @Override
  public OutputStream createPart(String part) throws IOException {
    OutputStream out = files.create(path(part), true);
    return new BufferedOutputStream(out, BUFFER_BYTES) {
      @Override
      public void close() throws IOException {
        flush();
        if (out instanceof Syncable syncable) {
          syncable.hsync(); // otherwise a power cut may leave the new name on an empty file
        }
        super.close();
      }
    };
  }

  @Override
  public InputStream openPart(String part) throws IOException {
    return new BufferedInputStream(files.open(path(part)), BUFFER_BYTES);
  }

  @Override
  public void publishPart(String part) throws IOException {
    if (files.exists(file) && !(files instanceof LocalFileSystem)) {
      files.delete(file, false); // a local rename replaces by itself
    }
    if (!files.rename(path(part), file)) {
      throw new IOException("%s could not be put in place".formatted(file));
    }
  }

  @Override
  public void deletePart(String part) throws IOException {
    files.delete(path(part), false);
  }

  private Path path(String part) {
    return new Path(file.getParent(), "." + file.getName() + "." + part);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
