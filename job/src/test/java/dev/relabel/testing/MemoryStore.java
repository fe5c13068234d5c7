package dev.relabel.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * An object store in memory, by a clock of the test's: a file shows when its stream is closed, then
 * to everybody at once; folders are but names; nothing can be renamed. Any number of clients, each
 * used by one thread, and no two of them at the same moment.
 */
public final class MemoryStore {
  /** What a client is about to do, or has done; may wait, or fail in its place. */
  public interface Steps {
    /** Called around each of {@code put}, {@code get}, {@code list} and {@code delete}. */
    void at(String step) throws IOException;
  }

  /** An object, never changed. */
  private static final class Stored {
    private final byte[] bytes;
    private final long written;

    Stored(byte[] bytes, long written) {
      this.bytes = bytes;
      this.written = written;
    }
  }

  private final LongSupplier clock;
  private final TreeMap<String, Stored> objects = new TreeMap<>();

  /** A store whose clock tells milliseconds. */
  public MemoryStore(LongSupplier clock) {
    this.clock = clock;
  }

  /** The paths of all objects. */
  public List<String> paths() {
    return List.copyOf(objects.keySet());
  }

  /** A connection to the store. */
  public FileSystem client(Steps steps) {
    Client client = new Client(steps);
    try {
      client.setConf(new Configuration(false));
      client.initialize(client.getUri(), client.getConf());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return client;
  }

  private final class Client extends FileSystem {
    private final Steps steps;

    Client(Steps steps) {
      this.steps = steps;
    }

    @Override
    public URI getUri() {
      return URI.create("memory:///");
    }

    @Override
    public FSDataOutputStream create(
        Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        @Nullable Progressable progress)
        throws IOException {
      String key = path.toUri().getPath();
      return new FSDataOutputStream(
          new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
              steps.at("put");
              objects.put(key, new Stored(toByteArray(), clock.getAsLong()));
              steps.at("put done");
            }
          },
          null);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
      steps.at("get");
      Stored stored = objects.get(path.toUri().getPath());
      steps.at("get done");
      if (stored == null) {
        throw new FileNotFoundException(path.toString());
      }
      return new FSDataInputStream(new Bytes(stored.bytes));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      steps.at("delete");
      boolean deleted = objects.remove(path.toUri().getPath()) != null;
      steps.at("delete done");
      return deleted;
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      steps.at("list");
      String folder = path.toUri().getPath() + "/";
      List<FileStatus> found = new ArrayList<>();
      objects
          .tailMap(folder)
          .forEach(
              (key, stored) -> {
                if (key.startsWith(folder) && key.indexOf('/', folder.length()) < 0) {
                  found.add(status(key, stored));
                }
              });
      steps.at("list done");
      if (found.isEmpty()) {
        throw new FileNotFoundException(folder);
      }
      return found.toArray(FileStatus[]::new);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      String key = path.toUri().getPath();
      Stored stored = objects.get(key);
      if (stored != null) {
        return status(key, stored);
      }
      if (objects.tailMap(key + "/").keySet().stream()
          .anyMatch(each -> each.startsWith(key + "/"))) {
        return new FileStatus(0, true, 0, 0, 0, path);
      }
      throw new FileNotFoundException(key);
    }

    private FileStatus status(String key, Stored stored) {
      return new FileStatus(
          stored.bytes.length, false, 1, 1, stored.written, makeQualified(new Path(key)));
    }

    @Override
    public boolean rename(Path from, Path to) {
      throw new UnsupportedOperationException("a rename would be a copy");
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, @Nullable Progressable progress) {
      throw new UnsupportedOperationException("objects do not grow");
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
      return true;
    }

    @Override
    public void setWorkingDirectory(Path path) {}

    @Override
    public Path getWorkingDirectory() {
      return new Path("/");
    }
  }

  /** What Hadoop wants to read from. */
  private static final class Bytes extends FSInputStream {
    private final byte[] bytes;
    private ByteArrayInputStream rest;
    private long position;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
      this.rest = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      int read = rest.read();
      position += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      int read = rest.read(into, from, count);
      position += Math.max(0, read);
      return read;
    }

    @Override
    public void seek(long to) {
      position = to;
      rest = new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) to, bytes.length));
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
  }
}
