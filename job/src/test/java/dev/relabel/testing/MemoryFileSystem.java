package dev.relabel.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Files in memory under {@code memory://NAME/}, for tests that need thousands of run directories.
 * Renaming replaces the target, as it does on a local disk. A file is there once it is closed.
 */
public final class MemoryFileSystem extends FileSystem {
  /** The scheme of its addresses. */
  public static final String SCHEME = "memory";

  private static final Map<String, Disk> DISKS = new ConcurrentHashMap<>();

  private URI uri = URI.create(SCHEME + ":///");
  private Disk disk = new Disk("", operation -> {});

  /** One such file system; it lasts until it is closed. */
  public static final class Disk implements AutoCloseable {
    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    private final String name;
    private final Consumer<String> before;

    /**
     * An empty disk.
     *
     * @param name unique among those that are open
     * @param before is told of each change before it is made
     */
    public Disk(String name, Consumer<String> before) {
      this.name = name;
      this.before = before;
      if (!name.isEmpty()) {
        DISKS.put(name, this);
      }
    }

    /** The address of a folder. */
    public String address(String folder) {
      return "%s://%s/%s".formatted(SCHEME, name, folder);
    }

    /** Settings with which Hadoop finds it. */
    public Configuration hadoop() {
      Configuration hadoop = new Configuration(false);
      hadoop.set("fs.%s.impl".formatted(SCHEME), MemoryFileSystem.class.getName());
      hadoop.setBoolean("fs.%s.impl.disable.cache".formatted(SCHEME), true);
      return hadoop;
    }

    @Override
    public void close() {
      DISKS.remove(name);
    }
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    uri = URI.create("%s://%s".formatted(SCHEME, name.getAuthority()));
    Disk found = DISKS.get(name.getAuthority());
    if (found == null) {
      throw new IOException("There is no disk " + name.getAuthority());
    }
    disk = found;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    byte[] content = disk.files.get(key(path));
    if (content == null) {
      throw new FileNotFoundException(path.toString());
    }
    return new FSDataInputStream(new Bytes(content));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    disk.before.accept("create " + path.getName());
    return new FSDataOutputStream(
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            disk.before.accept("close " + path.getName());
            disk.files.put(key(path), toByteArray());
          }
        },
        null);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("Nothing is appended to a run's files");
  }

  @Override
  public boolean rename(Path from, Path to) {
    disk.before.accept("rename to " + to.getName());
    byte[] content = disk.files.remove(key(from));
    if (content == null) {
      return false;
    }
    disk.files.put(key(to), content);
    return true;
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    disk.before.accept("delete " + path.getName());
    boolean isFile = disk.files.remove(key(path)) != null;
    boolean isFolder = recursive && disk.files.keySet().removeIf(each -> isBelow(each, path));
    return isFile || isFolder;
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    return disk.files.keySet().stream()
        .filter(each -> isBelow(each, path))
        .map(each -> status(new Path(uri.toString() + each)))
        .toArray(FileStatus[]::new);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    boolean isFolder = disk.files.keySet().stream().anyMatch(each -> isBelow(each, path));
    if (!isFolder && !disk.files.containsKey(key(path))) {
      throw new FileNotFoundException(path.toString());
    }
    return status(path);
  }

  private FileStatus status(Path path) {
    byte[] content = disk.files.get(key(path));
    return new FileStatus(
        content == null ? 0 : content.length, content == null, 1, 1, 0, makeQualified(path));
  }

  private static boolean isBelow(String file, Path folder) {
    return file.startsWith(key(folder) + "/");
  }

  private static String key(Path path) {
    return path.toUri().getPath();
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  @Override
  public void setWorkingDirectory(Path path) {
    // Tests use full addresses.
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.toString() + "/");
  }

  /** Bytes with the two interfaces that Hadoop insists on. */
  private static final class Bytes extends InputStream implements Seekable, PositionedReadable {
    private final byte[] content;
    private final ByteArrayInputStream in;

    Bytes(byte[] content) {
      this.content = content;
      this.in = new ByteArrayInputStream(content);
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return in.read(into, from, length);
    }

    @Override
    public int read(long position, byte[] into, int from, int length) {
      return new ByteArrayInputStream(content, (int) position, content.length)
          .read(into, from, length);
    }

    @Override
    public void readFully(long position, byte[] into, int from, int length) throws IOException {
      if (read(position, into, from, length) < length) {
        throw new IOException("The file ends before");
      }
    }

    @Override
    public void readFully(long position, byte[] into) throws IOException {
      readFully(position, into, 0, into.length);
    }

    @Override
    public void seek(long position) {
      in.reset();
      in.skip(position);
    }

    @Override
    public long getPos() {
      return content.length - (long) in.available();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
  }
}
