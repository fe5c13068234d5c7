package dev.relabel.source;

import dev.relabel.video.VideoBytes;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A video's bytes on a Hadoop file system. Confined to one thread at a time. */
final class HadoopVideo implements VideoBytes {
  private final FSDataInputStream in;
  private final long length;
  private long at;

  private HadoopVideo(FSDataInputStream in, long length) {
    this.in = in;
    this.length = length;
  }

  /** Opens a file. */
  static HadoopVideo open(Path file, Configuration hadoop) throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    return new HadoopVideo(files.open(file), files.getFileStatus(file).getLen());
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long position, byte[] into) throws IOException {
    if (position >= length) {
      return -1; // some file systems refuse to go there
    }
    if (position != at) {
      in.seek(position);
      at = position;
    }
    int count = in.read(into, 0, into.length);
    at += Math.max(0, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
