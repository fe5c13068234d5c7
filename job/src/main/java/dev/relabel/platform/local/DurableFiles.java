package dev.relabel.platform.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Files that are replaced as a whole and are on the disk when that returns: each is written to a
 * temporary file, forced out, then renamed over the old one; after a crash a file has its old or
 * its new content.
 *
 * <p>Confined to one thread. Everything that was staged and not committed is deleted on close.
 */
final class DurableFiles implements AutoCloseable {
  private final Path temporary;
  private final Map<Path, Path> staged = new LinkedHashMap<>();

  /**
   * @param temporary where temporary files go, on the same file system as the targets; made if
   *     missing
   */
  DurableFiles(Path temporary) throws IOException {
    this.temporary = Files.createDirectories(temporary);
  }

  /** Replaces one file. */
  static void replace(Path temporary, Path target, byte[] content) throws IOException {
    try (DurableFiles files = new DurableFiles(temporary)) {
      files.stage(target, content);
      files.commit();
    }
  }

  /** Prepares new content for a file. */
  void stage(Path target, byte[] content) throws IOException {
    Path file = temporaryFor(target);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** Prepares a copy of another file as content for a file. */
  void stageCopy(Path target, Path source) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(temporaryFor(target), StandardOpenOption.CREATE_NEW)) {
      Files.copy(source, out);
    }
  }

  private Path temporaryFor(Path target) {
    Path file = temporary.resolve(UUID.randomUUID().toString());
    staged.put(target, file);
    return file;
  }

  /** Puts everything that was staged in place, in the order of staging, and makes it durable. */
  void commit() throws IOException {
    // All data is written before the first force: the journal then takes most of it in one go.
    for (Path file : staged.values()) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
    Set<Path> directories = new LinkedHashSet<>();
    for (Path target : List.copyOf(staged.keySet())) {
      Path parent = target.toAbsolutePath().getParent();
      if (parent != null && directories.add(parent)) {
        makeDirectories(parent);
      }
      Files.move(
          staged.get(target),
          target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      staged.remove(target);
    }
    for (Path directory : directories) {
      forceDirectory(directory);
    }
  }

  /** Makes a directory and those above it, durably. */
  static void makeDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      makeDirectories(parent);
    }
    Files.createDirectories(directory);
    if (parent != null) {
      forceDirectory(parent);
    }
  }

  /** Makes renames in a directory durable, where the system lets directories be opened. */
  static void forceDirectory(Path directory) throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Path file : staged.values()) {
      Files.deleteIfExists(file);
    }
    staged.clear();
  }
}
