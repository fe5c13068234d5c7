package dev.relabel.video;

import java.io.Closeable;
import java.io.IOException;

/** A video file's bytes, wherever they are. Used by one thread at a time; closed by its opener. */
public interface VideoBytes extends Closeable {
  /** How many bytes there are. */
  long length() throws IOException;

  /**
   * Reads some bytes.
   *
   * @param position where, from 0
   * @param into filled from its beginning
   * @return how many were read, at least 1; -1 at the end
   */
  int read(long position, byte[] into) throws IOException;
}
