package dev.relabel.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The place of one exported file, on whatever file system it lies: hidden parts beside it while it
 * is being written, then all of it at once.
 */
public interface ExportTarget {
  /** Begins a part, replacing one that an earlier try left. The caller closes the stream. */
  OutputStream createPart(String part) throws IOException;

  /** Reads a finished part. The caller closes the stream. */
  InputStream openPart(String part) throws IOException;

  /**
   * Makes a finished part the file, in one step where the file system can, replacing an old one.
   */
  void publishPart(String part) throws IOException;

  /** Removes a part if it is there. */
  void deletePart(String part) throws IOException;
}
