package dev.relabel.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code fulldisk:}, on which files of some places take no bytes.
 * Which these are is told by the setting {@value #FULL_AT}.
 */
public final class FullDisk extends RawLocalFileSystem {
  /** The scheme of its addresses. */
  public static final String SCHEME = "fulldisk";

  /** Name of the setting: what a full place's path contains. */
  public static final String FULL_AT = "fulldisk.full-at";

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(
        file, super.create(file, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(
        file,
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream limited(Path file, FSDataOutputStream out) throws IOException {
    boolean full = file.toString().contains(getConf().get(FULL_AT, "nowhere"));
    return full ? new FSDataOutputStream(new Full(out), statistics) : out;
  }

  /** Refuses bytes in the words of a Linux kernel. */
  private static final class Full extends FilterOutputStream {
    Full(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (count > 0) {
        throw new IOException("No space left on device");
      }
    }
  }
}
