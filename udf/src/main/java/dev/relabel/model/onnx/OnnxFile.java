package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model file that exists and can be read; whether it is ONNX shows when it is opened.
 *
 * @param path where it is
 * @param bytes its size
 * @param sha256 hex SHA-256 of its content
 */
public record OnnxFile(Path path, long bytes, String sha256) {
  private static final String LFS_POINTER = "version https://git-lfs";

  /**
   * Reads the file once, for its hash.
   *
   * @throws ModelException if it is missing, empty, a directory or unreadable
   */
  public static OnnxFile of(Path path) {
    if (!Files.exists(path)) {
      throw new ModelException("Model file %s does not exist.".formatted(path));
    }
    if (!Files.isRegularFile(path)) {
      throw new ModelException("Model file %s is not a file.".formatted(path));
    }
    try (DigestInputStream content =
        new DigestInputStream(Files.newInputStream(path), MessageDigest.getInstance("SHA-256"))) {
      byte[] start = content.readNBytes(LFS_POINTER.length());
      if (start.length == 0) {
        throw new ModelException("Model file %s is empty.".formatted(path));
      }
      if (new String(start, StandardCharsets.ISO_8859_1).equals(LFS_POINTER)) {
        throw new ModelException(
            "Model file %s is only a Git LFS pointer. Run 'git lfs pull' where it was checked out."
                .formatted(path));
      }
      long bytes = start.length + content.transferTo(OutputStream.nullOutputStream());
      return new OnnxFile(
          path, bytes, HexFormat.of().formatHex(content.getMessageDigest().digest()));
    } catch (IOException e) {
      throw new ModelException(
          "Model file %s cannot be read: %s.".formatted(path, e.getMessage()), e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The file's name without {@code .onnx}. */
  public String name() {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
  }
}
