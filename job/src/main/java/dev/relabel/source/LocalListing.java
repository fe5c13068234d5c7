package dev.relabel.source;

import dev.relabel.source.FileSource.Depth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of a folder on a local disk; what links lead to is among them.
 *
 * <p>Not Hadoop's {@code listFiles}: without its native library, that starts the program {@code ls}
 * for every single file. Confined to one thread; holds one open folder for each level.
 */
final class LocalListing implements RemoteIterator<Path> {
  private final Stream<java.nio.file.Path> walk;
  private final Iterator<java.nio.file.Path> files;
  private boolean isOver;

  @SuppressWarnings("StreamResourceLeak") // closed at the end of the listing
  LocalListing(Path folder, Depth depth) throws IOException {
    walk =
        Files.walk(
            java.nio.file.Path.of(folder.toUri().getPath()),
            depth == Depth.RECURSIVE ? Integer.MAX_VALUE : 1,
            FileVisitOption.FOLLOW_LINKS);
    files = walk.filter(Files::isRegularFile).iterator();
  }

  @Override
  public boolean hasNext() throws IOException {
    try {
      isOver = isOver || !files.hasNext();
    } catch (UncheckedIOException e) {
      isOver = true;
      throw explained(e);
    } finally {
      if (isOver) {
        walk.close();
      }
    }
    return !isOver;
  }

  @Override
  public Path next() {
    return new Path("file", null, files.next().toString());
  }

  /** These two say nothing but a file's name. */
  private static IOException explained(UncheckedIOException e) {
    if (e.getCause() instanceof FileSystemLoopException loop) {
      return new IOException(
          "the link %s leads to a folder above it".formatted(loop.getMessage()), e);
    }
    if (e.getCause() instanceof AccessDeniedException denied) {
      return new IOException("%s may not be read by this user".formatted(denied.getMessage()), e);
    }
    return new IOException(e.getMessage(), e);
  }
}
