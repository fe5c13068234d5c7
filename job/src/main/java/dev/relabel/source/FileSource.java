package dev.relabel.source;

import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.jspecify.annotations.Nullable;

/** Image files on any Hadoop file system as work items; a folder is listed as a stream. */
public final class FileSource {
  private static final Set<String> IMAGE_ENDINGS =
      Set.of("jpg", "jpeg", "jfif", "mpo", "png", "webp", "bmp", "tif", "tiff", "gif");

  private final Configuration hadoop;

  public FileSource(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * The images at these places, one place after the other.
   *
   * @param addresses files, taken whatever they are called, or folders, whose image files are taken
   * @param depth how far into folders
   * @throws RunException if a place does not exist
   */
  public Iterator<WorkItem> images(List<String> addresses, Depth depth) {
    return new Chain<>(addresses, address -> open(address, depth));
  }

  /**
   * Makes sure that these places exist.
   *
   * @throws RunException naming the first that does not
   */
  public void require(List<String> addresses) {
    addresses.forEach(this::status);
  }

  /** How far a folder is listed. */
  public enum Depth {
    THIS_FOLDER,
    RECURSIVE
  }

  private Iterator<WorkItem> open(String address, Depth depth) {
    FileStatus status = status(address);
    Path path = status.getPath();
    if (status.isFile()) {
      return List.of(WorkItem.file(path.toString(), path.getName())).iterator();
    }
    try {
      FileSystem files = path.getFileSystem(hadoop);
      return new Listing(
          path,
          files instanceof LocalFileSystem
              ? new LocalListing(path, depth)
              : RemoteIterators.mappingRemoteIterator(
                  files.listFiles(path, depth == Depth.RECURSIVE), FileStatus::getPath));
    } catch (IOException e) {
      throw unlistable(address, e);
    }
  }

  private FileStatus status(String address) {
    try {
      Path path = new Path(address);
      return path.getFileSystem(hadoop).getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new RunException(
          "There is no %s. Name an image or a folder of images.".formatted(address), e);
    } catch (IOException | IllegalArgumentException e) {
      throw unlistable(address, e);
    }
  }

  private static RunException unlistable(String address, Exception e) {
    return new RunException("%s cannot be listed: %s".formatted(address, e.getMessage()), e);
  }

  static boolean isImageName(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && IMAGE_ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Whether the file or a folder above it, below the input, has a dot in front of its name. */
  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.contains("/.");
  }

  /** The image files of a listing. */
  private static final class Listing implements Iterator<WorkItem> {
    private final URI root;
    private final RemoteIterator<Path> listing;
    private @Nullable WorkItem next;

    Listing(Path root, RemoteIterator<Path> listing) {
      this.root = root.toUri();
      this.listing = listing;
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && listing.hasNext()) {
          Path path = listing.next();
          String name = below(path);
          if (isImageName(name) && !isHidden(name)) {
            next = WorkItem.file(path.toString(), name);
          }
        }
        return next != null;
      } catch (IOException e) {
        throw unlistable(root.toString(), e);
      }
    }

    private String below(Path path) {
      String prefix = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
      String full = path.toUri().getPath();
      return full.startsWith(prefix) ? full.substring(prefix.length()) : path.getName();
    }

    @Override
    public WorkItem next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      WorkItem item = next;
      next = null;
      return item;
    }
  }
}
