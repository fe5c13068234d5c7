package dev.relabel.platform.local;

import dev.relabel.image.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Uploaded content that no image uses yet, found by its hash. Safe for use by several threads, as
 * equal names hold equal content.
 */
public final class BlobStore {
  /** An upload that nobody turned into an image for so long will not become one. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path directory;
  private final Path temporary;

  BlobStore(Path hidden) {
    this.directory = hidden.resolve("blobs");
    this.temporary = hidden.resolve("tmp");
  }

  /** Deletes uploads that were abandoned. */
  void sweep(Clock clock) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> blobs = Files.list(directory)) {
        for (Path blob : (Iterable<Path>) blobs::iterator) {
          if (Files.getLastModifiedTime(blob)
              .toInstant()
              .isBefore(clock.instant().minus(ABANDONED))) {
            Files.deleteIfExists(blob);
          }
        }
      }
    }
  }

  /**
   * Keeps content durably.
   *
   * @return base64 of its SHA-256
   */
  public String store(InputStream content) throws IOException {
    DurableFiles.makeDirectories(directory);
    DurableFiles.makeDirectories(temporary);
    Path file = temporary.resolve(UUID.randomUUID().toString());
    try {
      MessageDigest digest = Sha256.digest();
      try (OutputStream out =
          new DigestOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), digest)) {
        content.transferTo(out);
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      String hash = Base64.getEncoder().encodeToString(digest.digest());
      Files.move(
          file, path(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      DurableFiles.forceDirectory(directory);
      return hash;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** The content of that hash. */
  public Optional<Path> find(String hash) {
    Path path = path(hash);
    return Files.exists(path) ? Optional.of(path) : Optional.empty();
  }

  /** Forgets content that an image holds now. */
  public void remove(String hash) throws IOException {
    Files.deleteIfExists(path(hash));
  }

  /** Hashes come from outside; only their decoded bytes reach the file system. */
  private Path path(String hash) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(hash);
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    return directory.resolve(
        bytes.length == 32
            ? Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
            : "no-such-hash");
  }
}
