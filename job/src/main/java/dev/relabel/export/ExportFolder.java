package dev.relabel.export;

import dev.relabel.export.ExportMark.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.jspecify.annotations.Nullable;

/**
 * A folder of exported files on any file system that Hadoop knows. Each file is there as a whole or
 * not at all: it is written in the hidden folder {@value #STAGING} and renamed, or, on object
 * stores, shows only when it is closed. Writing a file again replaces it.
 *
 * <p>The files are not forced to the disk one by one; whoever cannot wait for that exports again.
 * Confined to one thread; several may each have one of the same folder.
 */
public final class ExportFolder {
  /** Where files are written before they get their names. */
  static final String STAGING = ".relabel-export";

  /** File systems that show a file while it is being written, beside local ones. */
  private static final Set<String> SHOWN_EARLY =
      Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs", "abfs", "abfss");

  private final FileSystem files;
  private final Path root;
  private @Nullable Path lastFolder;

  private ExportFolder(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /**
   * A folder, which need not exist yet.
   *
   * @param address a path or URI
   * @throws IOException if no file system of that name is known
   */
  public static ExportFolder at(String address, Configuration hadoop) throws IOException {
    Path path = new Path(address);
    FileSystem files = path.getFileSystem(hadoop);
    if (files instanceof LocalFileSystem local) {
      local.setWriteChecksum(false); // nobody looks for .crc files beside an export
    }
    return new ExportFolder(files, files.makeQualified(path));
  }

  /**
   * Makes the folder one of this run, and clears what a crash has left of an earlier try.
   *
   * @return what the folder holds already instead, such as {@code voc of run-1}; then nothing was
   *     changed
   */
  public Optional<String> begin(ExportedRun run, String kind) throws IOException {
    Path mark = new Path(root, ExportMark.FILE);
    if (files.exists(mark)) {
      Optional<String> owner;
      try (InputStream in = files.open(mark)) {
        owner = ExportMark.owner(in.readAllBytes());
      }
      if (owner.isPresent() && !owner.get().equals(ExportMark.owner(kind, run.runId()))) {
        return owner;
      }
    }
    files.delete(new Path(root, STAGING), true);
    write(ExportMark.FILE, ExportMark.write(run, kind, State.BEGUN));
    return Optional.empty();
  }

  /** Says that everything is there. */
  public void finish(ExportedRun run, String kind) throws IOException {
    write(ExportMark.FILE, ExportMark.write(run, kind, State.COMPLETE));
    files.delete(new Path(root, STAGING), true);
  }

  /**
   * Writes or replaces a file.
   *
   * @param path below the folder, with slashes; of a {@link SafePath} if it comes from elsewhere
   */
  public void write(String path, byte[] content) throws IOException {
    Path target = new Path(root, path);
    if (!(files instanceof LocalFileSystem) && !SHOWN_EARLY.contains(files.getUri().getScheme())) {
      writeInPlace(target, content);
      return;
    }
    Path aside = new Path(root, STAGING + "/" + UUID.randomUUID());
    try {
      try (FSDataOutputStream out = files.create(aside, true)) {
        out.write(content);
      }
      put(aside, target);
    } catch (IOException e) {
      files.delete(aside, false);
      throw e;
    }
  }

  private void put(Path aside, Path target) throws IOException {
    Path folder = target.getParent();
    if (!folder.equals(lastFolder)) {
      files.mkdirs(folder);
      lastFolder = folder;
    }
    // FileSystem.rename does not replace everywhere, and a delete before it could lose the file.
    if (files instanceof LocalFileSystem local) {
      Files.move(
          local.pathToFile(aside).toPath(),
          local.pathToFile(target).toPath(),
          StandardCopyOption.ATOMIC_MOVE);
    } else {
      FileContext.getFileContext(files.getUri(), files.getConf())
          .rename(aside, target, Options.Rename.OVERWRITE);
    }
  }

  private void writeInPlace(Path target, byte[] content) throws IOException {
    FSDataOutputStream out = files.create(target, true);
    try {
      out.write(content);
    } catch (IOException e) {
      if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        out.abort(); // closing it would show half a file
      }
      throw e;
    }
    out.close();
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
