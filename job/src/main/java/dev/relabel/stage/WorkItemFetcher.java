package dev.relabel.stage;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.predict.ImageFetcher;
import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Gets the bytes of work items: platform images in bulk, files one by one. */
final class WorkItemFetcher implements ImageFetcher<WorkItem> {
  /** Larger files are no images that anybody annotates; reading them whole could end the JVM. */
  static final long MAX_FILE_BYTES = 512L << 20;

  private final @Nullable Platform platform;
  private final Configuration hadoop;

  WorkItemFetcher(@Nullable Platform platform, Configuration hadoop) {
    this.platform = platform;
    this.hadoop = hadoop;
  }

  @Override
  public int groupLimit() {
    return platform == null ? 1 : platform.batchLimit();
  }

  @Override
  public long knownBytes(WorkItem item) {
    return item.bytes();
  }

  @Override
  public boolean mayShareCall(WorkItem first, WorkItem second) {
    return isOnPlatform(first) && isOnPlatform(second) && first.datasetId() == second.datasetId();
  }

  private static boolean isOnPlatform(WorkItem item) {
    return !item.platform().isEmpty();
  }

  @Override
  public List<Fetched> fetch(List<WorkItem> items) {
    if (isOnPlatform(items.get(0))) {
      return download(items);
    }
    List<Fetched> answers = new ArrayList<>(items.size());
    items.forEach(item -> answers.add(readFile(item)));
    return answers;
  }

  private List<Fetched> download(List<WorkItem> items) {
    if (platform == null) {
      throw new IllegalStateException("The plan holds platform images, but no platform is set");
    }
    Map<ImageId, byte[]> bytes;
    try {
      bytes =
          platform.download(
              new DatasetId(items.get(0).datasetId()),
              items.stream().map(item -> new ImageId(item.imageId())).toList());
    } catch (NotOnPlatformException e) {
      // A platform may refuse the whole call for one image that is gone.
      return items.size() == 1 ? List.of(gone(items.get(0))) : oneByOne(items);
    } catch (RefusedContentException e) {
      return items.size() == 1
          ? List.of(new Missing("refused", String.valueOf(e.getMessage())))
          : oneByOne(items);
    }
    List<Fetched> answers = new ArrayList<>(items.size());
    for (WorkItem item : items) {
      byte[] encoded = bytes.get(new ImageId(item.imageId()));
      answers.add(encoded == null ? gone(item) : new Bytes(encoded, item.width(), item.height()));
    }
    return answers;
  }

  private List<Fetched> oneByOne(List<WorkItem> items) {
    List<Fetched> answers = new ArrayList<>(items.size());
    items.forEach(item -> answers.addAll(download(List.of(item))));
    return answers;
  }

  private static Missing gone(WorkItem item) {
    return new Missing(
        "not-found",
        "Image %s (%s) is no longer on the platform".formatted(item.imageId(), item.name()));
  }

  private Fetched readFile(WorkItem item) {
    try {
      Path path = new Path(item.itemId());
      FileSystem files = path.getFileSystem(hadoop);
      FileStatus status = files.getFileStatus(path);
      if (status.getLen() > MAX_FILE_BYTES) {
        return new Missing(
            "too-large",
            "%s has %s bytes, more than the limit of %s"
                .formatted(path, status.getLen(), MAX_FILE_BYTES));
      }
      try (InputStream in = files.open(path)) {
        return new Bytes(readAll(in, (int) status.getLen()), 0, 0);
      }
    } catch (FileNotFoundException e) {
      return new Missing("not-found", "There is no file %s any more".formatted(item.itemId()));
    } catch (IOException e) {
      // Storage that fails says nothing about the image: the task is tried again, then the run
      // fails.
      throw new RunException(
          ("%s cannot be read: %s. Mend that and run the same command again; what is complete is"
                  + " kept.")
              .formatted(item.itemId(), e.getMessage()),
          e);
    }
  }

  /** Reads a file of known length in one piece; one that is longer by now is read as it is. */
  private static byte[] readAll(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    int read = in.readNBytes(bytes, 0, length);
    byte[] more = in.readNBytes((int) MAX_FILE_BYTES - read);
    if (read == length && more.length == 0) {
      return bytes;
    }
    byte[] all = Arrays.copyOf(bytes, read + more.length);
    System.arraycopy(more, 0, all, read, more.length);
    return all;
  }
}
