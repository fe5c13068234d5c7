package dev.relabel.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of paths with {@code * ? [] {}}, as Hadoop has them. Folders that match are found at
 * once, as there are few; the files in them come as a stream.
 */
final class Pattern {
  private static final String WILD = "*?[{";

  private final FileSystem files;
  private final List<Path> folders;
  private final GlobPattern name;

  /** The folders that are named without a wild card, as a path. */
  private final String fixed;

  private Pattern(FileSystem files, List<Path> folders, GlobPattern name, String fixed) {
    this.files = files;
    this.folders = folders;
    this.name = name;
    this.fixed = fixed;
  }

  /**
   * The pattern that a text is; null if it has nothing of a pattern.
   *
   * @throws IllegalArgumentException if it is a broken one
   */
  static @Nullable Pattern of(String text, Configuration hadoop) throws IOException {
    if (!isWild(text)) {
      return null;
    }
    Path path = new Path(text);
    FileSystem files = path.getFileSystem(hadoop);
    Path parent = path.getParent() == null ? new Path(".") : path.getParent();
    FileStatus[] folders = files.globStatus(parent);
    return new Pattern(
        files,
        folders == null
            ? List.of()
            : Arrays.stream(folders)
                .filter(FileStatus::isDirectory)
                .map(FileStatus::getPath)
                .toList(),
        name(path.getName()),
        fixed(files.makeQualified(path)));
  }

  private static GlobPattern name(String text) {
    try {
      return new GlobPattern(text);
    } catch (RuntimeException e) { // of a class that Hadoop keeps to itself
      throw new IllegalArgumentException("it is no pattern: " + e.getMessage(), e);
    }
  }

  private static String fixed(Path pattern) {
    Path folder = pattern.getParent();
    while (folder != null && isWild(folder.toString())) {
      folder = folder.getParent();
    }
    String path = folder == null ? "" : folder.toUri().getPath();
    return path.endsWith("/") ? path : path + "/";
  }

  private static boolean isWild(String text) {
    return text.chars().anyMatch(each -> WILD.indexOf(each) >= 0);
  }

  /** What an image is called: the path from the first wild card on, so that no two are the same. */
  String nameOf(Path match) {
    String path = match.toUri().getPath();
    return path.startsWith(fixed) ? path.substring(fixed.length()) : match.getName();
  }

  /** What matches, folders and files, without what begins with a dot. */
  Iterator<FileStatus> files() {
    return new Chain<>(folders, Matches::new);
  }

  private final class Matches implements Iterator<FileStatus> {
    private final RemoteIterator<FileStatus> listing;
    private @Nullable FileStatus next;

    Matches(Path folder) {
      try {
        listing = files.listStatusIterator(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && listing.hasNext()) {
          FileStatus each = listing.next();
          String called = each.getPath().getName();
          if (name.matches(called) && !called.startsWith(".")) {
            next = each;
          }
        }
        return next != null;
      } catch (FileNotFoundException e) {
        return false; // the folder has gone meanwhile
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public FileStatus next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      FileStatus found = next;
      next = null;
      return found;
    }
  }
}
