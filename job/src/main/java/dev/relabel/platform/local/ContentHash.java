package dev.relabel.platform.local;

import dev.relabel.image.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Base64;

/** The SHA-256 of a file's content, valid as long as the file's size and time stay the same. */
final class ContentHash {
  private final byte[] sha256;
  private final long size;
  private final long modifiedMillis;

  private ContentHash(byte[] sha256, BasicFileAttributes attributes) {
    this.sha256 = sha256;
    this.size = attributes.size();
    this.modifiedMillis = attributes.lastModifiedTime().toMillis();
  }

  static ContentHash of(Path file, BasicFileAttributes attributes) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return new ContentHash(digest.digest(), attributes);
  }

  static ContentHash known(String base64, BasicFileAttributes attributes) {
    return new ContentHash(Base64.getDecoder().decode(base64), attributes);
  }

  boolean isOf(BasicFileAttributes attributes) {
    return size == attributes.size() && modifiedMillis == attributes.lastModifiedTime().toMillis();
  }

  String base64() {
    return Base64.getEncoder().encodeToString(sha256);
  }
}
