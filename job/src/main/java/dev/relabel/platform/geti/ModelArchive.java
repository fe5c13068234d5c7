package dev.relabel.platform.geti;

import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The zip archive in which a server exports a model: one entry, {@code model.onnx}. It is not
 * trusted: the name in it is compared and nothing else, and what it would grow to is bounded.
 *
 * @param title what the model is called in messages
 */
record ModelArchive(String title) {
  /** An ONNX file is a protocol buffer, of which there are no larger ones. */
  static final long MOST_BYTES = 2L << 30;

  private static final String ENTRY = "model.onnx";

  /** From here on a growth is asked for that weights do not have: they hardly get smaller. */
  private static final long SMALL_BYTES = 64L << 20;

  private static final long MOST_GROWTH = 50;
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Writes the model to the disk.
   *
   * @param to a file that is overwritten
   * @throws IOException if the archive cannot be read to its end
   * @throws PlatformRejectedException if it is none, holds something else or is too large
   */
  void unpack(InputStream archive, Path to) throws IOException {
    Counted counted = new Counted(new BufferedInputStream(archive, BUFFER_BYTES));
    try (ZipInputStream zip = new ZipInputStream(counted)) {
      require(zip.getNextEntry());
      copy(zip, counted, to);
      ZipEntry more = zip.getNextEntry();
      if (more != null) {
        throw refused("holds more than " + ENTRY);
      }
    } catch (ZipException e) {
      if (counted.hasEnded) {
        throw new EOFException("The archive is cut off"); // another attempt may bring all of it
      }
      throw refused("is no readable zip archive: " + e.getMessage());
    } catch (IllegalArgumentException noName) { // how Java tells of a name that is no text
      throw refused("is no readable zip archive: " + noName.getMessage());
    }
  }

  private void require(@Nullable ZipEntry entry) {
    if (entry == null) {
      throw refused("is no zip archive, or an empty one");
    }
    if (!entry.getName().equals(ENTRY)) {
      throw refused("holds something else than " + ENTRY);
    }
  }

  private void copy(ZipInputStream zip, Counted counted, Path to) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (OutputStream out = openFile(to)) {
      for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
        bytes += read;
        if (bytes > MOST_BYTES) {
          throw refused("grows to more than %s bytes".formatted(MOST_BYTES));
        }
        if (bytes > SMALL_BYTES && bytes > MOST_GROWTH * counted.bytes) {
          throw refused("grows to more than %s times its size".formatted(MOST_GROWTH));
        }
        write(out, buffer, read, to);
      }
    }
  }

  // What goes wrong on the disk is no fault of the server, and no repetition helps.

  private OutputStream openFile(Path to) {
    try {
      return Files.newOutputStream(to);
    } catch (IOException e) {
      throw cannotWrite(to, e);
    }
  }

  private void write(OutputStream out, byte[] buffer, int length, Path to) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw cannotWrite(to, e);
    }
  }

  private PlatformException cannotWrite(Path to, IOException e) {
    return new PlatformException("%s cannot be written to %s: %s".formatted(title, to, e), e);
  }

  private PlatformRejectedException refused(String why) {
    return new PlatformRejectedException(
        "What the server exports of %s %s. Export the model on the server's page and name the file with --model."
            .formatted(title, why),
        null);
  }

  /** Counts what is read of the archive, and knows when there is no more. */
  private static final class Counted extends FilterInputStream {
    private long bytes;
    private boolean hasEnded;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      bytes += Math.max(read, 0);
      hasEnded |= read < 0;
      return read;
    }
  }
}
