package dev.relabel.run;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.jspecify.annotations.Nullable;

/**
 * Writes small files that appear whole or not at all; the one that is replaced stays until then. A
 * crash at any moment leaves the old content or the new.
 *
 * <p>No single way does this everywhere, so there are three. {@code FileSystem.rename} does not
 * replace: it would need a delete before it, and a crash in between would lose the file.
 *
 * <table>
 *   <caption>How a file is replaced</caption>
 *   <tr><td>local disk</td><td>written aside, moved by the operating system, which replaces
 *       atomically; then the folder is forced to the disk, too</td></tr>
 *   <tr><td>HDFS and its like</td><td>written aside, renamed with {@code OVERWRITE}, which
 *       {@code FileContext} alone offers and HDFS does in one step</td></tr>
 *   <tr><td>object stores</td><td>written in place: nothing shows before the stream is closed, and
 *       a rename would only be a copy</td></tr>
 * </table>
 */
final class WholeFiles {
  /**
   * Where a file shows while it is being written. Azure's ({@code abfs}) replaces in two steps even
   * so; it offers nothing better.
   */
  private static final Set<String> SHOWN_EARLY =
      Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs", "abfs", "abfss");

  private final FileSystem files;

  WholeFiles(FileSystem files) {
    this.files = files;
  }

  /**
   * Writes or replaces a file.
   *
   * @throws IOException if it could not be; then the old content is still there
   * @throws FSError as {@link IOException}: how Hadoop tells a full local disk
   */
  void write(Path target, byte[] content) throws IOException {
    Optional<java.nio.file.Path> local = local(target);
    if (local.isEmpty() && !SHOWN_EARLY.contains(files.getUri().getScheme())) {
      writeInPlace(target, content);
      return;
    }
    // A dot in front: ignored by Spark, and by whoever lists the folder.
    String name = ".%s.%s".formatted(target.getName(), UUID.randomUUID());
    Path aside = new Path(target.getParent(), name);
    try {
      try (FSDataOutputStream out = files.create(aside, true)) {
        out.write(content);
        out.hsync();
      }
      if (local.isPresent()) {
        Files.move(local.get().resolveSibling(name), local.get(), StandardCopyOption.ATOMIC_MOVE);
        force(local.get().resolveSibling("."));
        force(local.get().resolveSibling("..")); // the folder itself may be new
      } else {
        FileContext.getFileContext(files.getUri(), files.getConf())
            .rename(aside, target, Options.Rename.OVERWRITE);
      }
    } catch (IOException | FSError e) {
      deleteQuietly(aside);
      throw e;
    }
  }

  private void writeInPlace(Path target, byte[] content) throws IOException {
    FSDataOutputStream out = files.create(target, true);
    try {
      out.write(content);
    } catch (IOException | FSError e) {
      if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        out.abort(); // closing it would show half a file
      }
      throw e;
    }
    out.close();
  }

  private void deleteQuietly(Path path) {
    try {
      files.delete(path, false);
    } catch (IOException e) {
      // The write has failed already and says why; a file with a dot in front is ignored.
    }
  }

  /** The same place for {@code java.nio}, if it is on a local disk. */
  Optional<java.nio.file.Path> local(Path path) {
    return Optional.ofNullable(localFile(path)).map(File::toPath);
  }

  private @Nullable File localFile(Path path) {
    if (files instanceof LocalFileSystem disk) {
      return disk.pathToFile(path);
    }
    return files instanceof RawLocalFileSystem disk ? disk.pathToFile(path) : null;
  }

  /** Makes a local file, or the list of files in a local folder, outlast a power cut. */
  static void force(java.nio.file.Path fileOrFolder) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
