package dev.relabel.source;

import dev.relabel.run.WorkItem;
import dev.relabel.source.FileSource.Depth;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.jspecify.annotations.Nullable;

/** The image files of a folder, by their endings, as a stream. Confined to one thread. */
final class FolderListing implements Iterator<WorkItem> {
  private static final Set<String> IMAGE_ENDINGS =
      Set.of("jpg", "jpeg", "jfif", "mpo", "png", "webp", "bmp", "tif", "tiff", "gif");

  private final URI root;
  private final RemoteIterator<Path> listing;
  private final Function<String, Optional<String>> naming;
  private @Nullable WorkItem next;

  private FolderListing(
      Path root, RemoteIterator<Path> listing, Function<String, Optional<String>> naming) {
    this.root = root.toUri();
    this.listing = listing;
    this.naming = naming;
  }

  /** The images of a folder, named by their paths below it; what begins with a dot is left out. */
  static FolderListing of(Path folder, Depth depth, Configuration hadoop) throws IOException {
    return of(folder, depth, hadoop, Optional::of);
  }

  /**
   * The images of a folder.
   *
   * @param naming the image's name from its path below the folder; empty for what is left out
   */
  static FolderListing of(
      Path folder, Depth depth, Configuration hadoop, Function<String, Optional<String>> naming)
      throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    return new FolderListing(
        folder,
        files instanceof LocalFileSystem
            ? new LocalListing(folder, depth)
            : RemoteIterators.mappingRemoteIterator(
                files.listFiles(folder, depth == Depth.RECURSIVE), FileStatus::getPath),
        naming);
  }

  static boolean isImageName(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && IMAGE_ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Whether the file or a folder above it, below the input, has a dot in front of its name. */
  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.contains("/.");
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && listing.hasNext()) {
        Path path = listing.next();
        String below = below(path);
        if (isImageName(below) && !isHidden(below)) {
          next = naming.apply(below).map(name -> WorkItem.file(path.toString(), name)).orElse(null);
        }
      }
      return next != null;
    } catch (IOException e) {
      throw FileSource.unlistable(root.toString(), e);
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
