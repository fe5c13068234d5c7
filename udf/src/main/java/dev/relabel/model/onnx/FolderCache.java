package dev.relabel.model.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that can be made anew, kept up to a total size: those that were used last stay.
 *
 * <p>Several processes may share it. One may remove a folder that another has loaded already, which
 * on Linux does not harm it.
 */
public final class FolderCache {
  private static final Logger LOG = LoggerFactory.getLogger(FolderCache.class);

  private final Path root;
  private final long mostBytes;
  private final Clock clock;

  /**
   * A cache.
   *
   * @param root where the folders lie; made on first use
   * @param mostBytes size of all folders together that is aimed at; the one in use may exceed it
   */
  public FolderCache(Path root, long mostBytes, Clock clock) {
    this.root = root;
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  /** The folder of that name, made if missing and used just now; others may go to make room. */
  public Path folder(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
    makeRoom(folder);
    return folder;
  }

  private record Known(Path folder, long bytes, FileTime used) {}

  private void makeRoom(Path inUse) throws IOException {
    List<Known> others = new ArrayList<>();
    long total = bytes(inUse);
    try (Stream<Path> folders = Files.list(root)) {
      for (Path each : folders.filter(Files::isDirectory).toList()) {
        if (!each.equals(inUse)) {
          Known known = new Known(each, bytes(each), Files.getLastModifiedTime(each));
          others.add(known);
          total += known.bytes();
        }
      }
    }
    others.sort(Comparator.comparing(Known::used));
    for (Known oldest : others) {
      if (total <= mostBytes) {
        return;
      }
      remove(oldest.folder());
      total -= oldest.bytes();
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.warn("{} could not be removed from the cache: {}", folder, e.toString());
    }
  }
}
