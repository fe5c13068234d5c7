package dev.relabel.platform.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The IDs that were ever given to projects, datasets, images, videos, classes and tags: an
 * append-only file of lines {@code ["image",1005,1002,"a.png"]} (kind, ID, ID of the owner, name),
 * where the last line of a name counts. One sequence serves all kinds, so that no ID means two
 * things.
 *
 * <p>Safe for use by several threads; its lock is held while a file is appended, which is what it
 * is there for.
 */
final class IdLog implements AutoCloseable {
  /** IDs start above the fixed ones of the team, the workspace and the user. */
  private static final long FIRST = 101;

  private static final Set<Kind> FILES = EnumSet.of(Kind.DATASET, Kind.IMAGE, Kind.VIDEO);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable FileChannel channel;
  private final Map<Key, Long> known = new HashMap<>();
  private final StringBuilder pending = new StringBuilder();
  private long next = FIRST;

  private IdLog(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /** What an ID belongs to. */
  enum Kind {
    PROJECT,
    DATASET,
    IMAGE,
    VIDEO,
    CLASS,
    TAG
  }

  private record Key(Kind kind, long owner, String name) {}

  /**
   * Opens the log for this process alone, making it if missing.
   *
   * @throws LocalProjectException if another process or object has it open
   */
  static IdLog open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (!lock(channel)) {
        throw new LocalProjectException(
            "%s is in use: another process serves this directory. Stop it, or use its address."
                .formatted(file),
            null);
      }
      DurableFiles.forceDirectory(file.toAbsolutePath().resolveSibling("."));
      IdLog log = new IdLog(channel);
      long end = log.read(file);
      // A torn last line was never answered to anybody.
      channel.truncate(end);
      channel.position(end);
      return log;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads the log, if there is one; IDs given from now on are forgotten at the end. */
  static IdLog readOnly(Path file) throws IOException {
    IdLog log = new IdLog(null);
    if (Files.exists(file)) {
      log.read(file);
    }
    return log;
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Reads all whole lines and returns where the last of them ends. */
  private synchronized long read(Path file) throws IOException {
    long end = 0;
    // In bytes: a torn last line may end inside a character.
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int each = in.read(); each >= 0; each = in.read()) {
        if (each != '\n') {
          line.write(each);
          continue;
        }
        parse(file, line.toString(StandardCharsets.UTF_8));
        end += line.size() + 1L;
        line.reset();
      }
    }
    return end;
  }

  private void parse(Path file, String line) {
    try {
      JsonNode fields = JSON.readTree(line);
      Kind kind = Kind.valueOf(fields.path(0).asText().toUpperCase(Locale.ROOT));
      long id = fields.path(1).asLong();
      known.put(new Key(kind, fields.path(2).asLong(), fields.path(3).asText()), id);
      next = Math.max(next, id + 1);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new LocalProjectException(
          "%s is damaged at \"%s\". Delete the file to give all IDs anew.".formatted(file, line),
          e);
    }
  }

  /** The ID given to this name before, or a new one, which is kept by the next {@link #flush}. */
  synchronized long idOf(Kind kind, long owner, String name) {
    Long id = known.get(new Key(kind, owner, name));
    return id == null ? newId(kind, owner, name) : id;
  }

  /** A new ID for this name, whatever had it before; kept by the next {@link #flush}. */
  synchronized long newId(Kind kind, long owner, String name) {
    long id = next++;
    if (kind == Kind.CLASS || kind == Kind.TAG) {
      known.put(new Key(kind, owner, name), id);
    }
    pending
        .append(
            JSON.createArrayNode()
                .add(kind.name().toLowerCase(Locale.ROOT))
                .add(id)
                .add(owner)
                .add(name))
        .append('\n');
    return id;
  }

  /** Names of this kind and owner that were given an ID, in no particular order. */
  synchronized List<String> names(Kind kind, long owner) {
    return known.keySet().stream()
        .filter(key -> key.kind() == kind && key.owner() == owner)
        .map(Key::name)
        .toList();
  }

  /** Makes all new IDs durable. */
  synchronized void flush() throws IOException {
    if (channel != null && pending.length() > 0) {
      long before = channel.position();
      try {
        ByteBuffer bytes = ByteBuffer.wrap(pending.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } catch (IOException e) {
        // Half a line would spoil what is appended later, when the disk has space again.
        channel.truncate(before);
        throw e;
      }
    }
    pending.setLength(0);
  }

  /** Frees the memory of names that are looked up only while a directory is opened. */
  synchronized void forgetFiles() {
    known.keySet().removeIf(key -> FILES.contains(key.kind()));
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
