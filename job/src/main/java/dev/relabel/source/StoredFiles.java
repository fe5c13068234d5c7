package dev.relabel.source;

import dev.relabel.predict.ImageFetcher.Bytes;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Missing;
import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Image files on Hadoop file systems. Safe for use by several threads. */
final class StoredFiles {
  /** Larger files are no images that anybody annotates; reading them whole could end the JVM. */
  static final int MAX_FILE_BYTES = 512 << 20;

  private final Configuration hadoop;

  StoredFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  Fetched fetch(WorkItem item) {
    try {
      Path path = new Path(item.source());
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
      return new Missing("not-found", "There is no file %s any more".formatted(item.source()));
    } catch (UnsupportedFileSystemException | IllegalArgumentException e) {
      return new Missing(
          "refused", "%s is no path that can be read: %s".formatted(item.source(), e.getMessage()));
    } catch (IOException e) {
      throw unreadable(item, e);
    }
  }

  /**
   * Storage that fails says nothing about the image: the task is tried again, then the run fails.
   */
  static RunException unreadable(WorkItem item, IOException cause) {
    return new RunException(
        "%s cannot be read: %s. Mend that and run the same command again; what is complete is kept."
            .formatted(FileSource.describe(item.source()), cause.getMessage()),
        cause);
  }

  /** Reads a file of known length in one piece; one that is longer by now is read as it is. */
  private static byte[] readAll(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    int read = in.readNBytes(bytes, 0, length);
    byte[] more = in.readNBytes(MAX_FILE_BYTES - read);
    if (read == length && more.length == 0) {
      return bytes;
    }
    byte[] all = Arrays.copyOf(bytes, read + more.length);
    System.arraycopy(more, 0, all, read, more.length);
    return all;
  }
}
