package dev.relabel.source;

import dev.relabel.image.Sha256;
import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import dev.relabel.video.FrameRange;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Everything that {@code --input} may name, as a stream of work items: images, videos and lists of
 * them, folders, projects on disk and patterns on any Hadoop file system, images on the web. What a
 * file is, is decided by its content. Confined to one thread.
 */
public final class FileSource {
  /** What may be named, for messages and help. */
  public static final String FORMS =
      "an image, a video, a folder of images, a Supervisely project on disk, a pattern such as"
          + " photos/*.jpg, a text file that lists such inputs, - for such a list on standard input,"
          + " or an http(s) address of an image or a video";

  private static final String STANDARD_INPUT = "-";

  private final Configuration hadoop;
  private final Depth depth;
  private final VideoFrames videos;

  /**
   * @param depth how far folders are listed
   * @param range which frames of videos are meant
   * @param maxPixels largest width × height of a video's frames
   */
  public FileSource(Configuration hadoop, Depth depth, FrameRange range, long maxPixels) {
    this.hadoop = hadoop;
    this.depth = depth;
    this.videos = new VideoFrames(hadoop, range, maxPixels);
  }

  /** An input for people and for the run directory: of a query only enough to tell it by. */
  public static String describe(String input) {
    return Web.isAddress(input) && input.contains("?")
        ? "%s?%s".formatted(Web.withoutSecrets(input), Sha256.ofText(input).substring(0, 8))
        : input;
  }

  /** How far a folder is listed. */
  public enum Depth {
    THIS_FOLDER,
    RECURSIVE
  }

  /**
   * The images and frames of these inputs, one input after the other.
   *
   * @throws RunException if an input is none that is known
   */
  public Iterator<WorkItem> images(List<String> inputs) {
    return new Chain<>(inputs, this::open);
  }

  /**
   * Makes sure that these inputs are there, without listing them.
   *
   * @throws RunException naming the first that is not
   */
  public void require(List<String> inputs) {
    for (String input : inputs) {
      if (Web.isAddress(input)) {
        Web.require(input);
      } else if (!input.equals(STANDARD_INPUT)) {
        place(input);
      }
    }
  }

  private Iterator<WorkItem> open(String input) {
    if (input.equals(STANDARD_INPUT)) {
      return listed(InputList.standardInput());
    }
    if (Web.isAddress(input)) {
      return onTheWeb(input, !FolderListing.isImageName(Web.withoutSecrets(input)));
    }
    return place(input).items();
  }

  /** An image or the frames of a video; a server that does not answer is told with the results. */
  private Iterator<WorkItem> onTheWeb(String address, boolean isAsked) {
    WorkItem item = Web.item(address);
    try {
      return isAsked && item.problem().isEmpty() && Web.isVideo(address)
          ? videos.of(item)
          : List.of(item).iterator();
    } catch (WebException e) {
      boolean mustBeVideo = FileKind.isVideoName(Web.withoutSecrets(address));
      return List.of(mustBeVideo ? item.unusable(Web.failure(address, e)) : item).iterator();
    }
  }

  /** What one place has, listed when asked. */
  private interface Place {
    Iterator<WorkItem> items();
  }

  private Place place(String input) {
    try {
      Path path = new Path(input);
      FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
      return status.isDirectory() ? folder(status.getPath()) : file(status.getPath());
    } catch (FileNotFoundException e) {
      return pattern(input, e);
    } catch (IOException | IllegalArgumentException e) {
      throw unlistable(input, e);
    }
  }

  private Place pattern(String input, FileNotFoundException missing) {
    try {
      Pattern pattern = Pattern.of(input, hadoop);
      if (pattern != null && pattern.files().hasNext()) {
        return () -> new Chain<>(() -> pattern.files(), match -> matched(pattern, match));
      }
    } catch (IOException | UncheckedIOException e) {
      throw unlistable(input, e);
    } catch (IllegalArgumentException e) {
      throw new RunException(
          "There is no %s, and %s. An input is %s.".formatted(input, e.getMessage(), FORMS), e);
    }
    throw new RunException(
        "There is no %s, and it matches nothing as a pattern. An input is %s."
            .formatted(input, FORMS),
        missing);
  }

  /** A match with the ending of an image is taken for one: there may be millions of them. */
  private Iterator<WorkItem> matched(Pattern pattern, FileStatus match) {
    Path path = match.getPath();
    if (match.isDirectory()) {
      return folder(path).items();
    }
    WorkItem item = WorkItem.file(path.toString(), pattern.nameOf(path));
    return FolderListing.isImageName(path.getName())
        ? List.of(item).iterator()
        : file(path, item).items();
  }

  private Place folder(Path folder) {
    return () -> {
      try {
        return ProjectFolder.isOne(folder, hadoop)
            ? ProjectFolder.images(folder, hadoop)
            : FolderListing.of(folder, depth, hadoop);
      } catch (IOException e) {
        throw unlistable(folder.toString(), e);
      }
    };
  }

  private Place file(Path path) {
    return file(path, WorkItem.file(path.toString(), path.getName()));
  }

  private Place file(Path path, WorkItem item) {
    return switch (kind(path)) {
      case IMAGE -> () -> List.of(item).iterator();
      case VIDEO -> () -> videos.of(item);
      case LIST -> () -> listed(InputList.at(path, hadoop));
      case UNKNOWN ->
          throw new RunException(
              "%s is no image, no video and no list of inputs by its content. An input is %s."
                  .formatted(path, FORMS),
              null);
    };
  }

  private FileKind kind(Path path) {
    try {
      return FileKind.of(path, hadoop);
    } catch (IOException e) {
      throw unlistable(path.toString(), e);
    }
  }

  private Iterator<WorkItem> listed(InputList list) {
    return new Chain<>(() -> list, this::entry);
  }

  /**
   * A line of a list. A bad one is told with the results, as the others are good all the same; but
   * a storage that fails says nothing about a line.
   */
  private Iterator<WorkItem> entry(InputList.Line line) {
    if (Web.isAddress(line.input())) {
      // There may be millions of addresses: only those are asked now that must be videos.
      return onTheWeb(line.input(), FileKind.isVideoName(Web.withoutSecrets(line.input())));
    }
    WorkItem named = WorkItem.file(line.input(), line.name());
    try {
      Path path = new Path(line.input());
      FileSystem files = path.getFileSystem(hadoop);
      path = files.makeQualified(path);
      WorkItem item = WorkItem.file(path.toString(), line.name());
      if (FolderListing.isImageName(path.getName())) {
        return List.of(item).iterator();
      }
      if (files.getFileStatus(path).isDirectory()) {
        return folder(path).items();
      }
      return switch (FileKind.of(path, hadoop)) {
        case IMAGE -> List.of(item).iterator();
        case VIDEO -> videos.of(item);
        case LIST -> bad(item, line, "a list may not name another list");
        case UNKNOWN -> bad(item, line, "this is no image and no video by its content");
      };
    } catch (FileNotFoundException e) {
      return bad(named, line, "there is no such file or folder");
    } catch (UnsupportedFileSystemException | IllegalArgumentException e) {
      return bad(named, line, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw unlistable("line %s of %s, %s,".formatted(line.number(), line.list(), line.input()), e);
    }
  }

  private static Iterator<WorkItem> bad(WorkItem item, InputList.Line line, String why) {
    return List.of(item.unusable("line %s of %s: %s".formatted(line.number(), line.list(), why)))
        .iterator();
  }

  static RunException unlistable(String input, Exception e) {
    return new RunException(
        "%s cannot be listed: %s".formatted(describe(input), e.getMessage()), e);
  }
}
