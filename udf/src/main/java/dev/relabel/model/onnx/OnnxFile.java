package dev.relabel.model.onnx;

import dev.relabel.image.Sha256;
import dev.relabel.model.ModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;

/**
 * A model file that exists and can be read; whether it is ONNX shows when it is opened.
 *
 * @param path where it is
 * @param bytes its size, with that of its data files
 * @param sha256 hex SHA-256 of its content; where it has data files, of the lines {@code HASH NAME}
 *     for them, sorted by name, behind the model's own hash
 */
public record OnnxFile(Path path, long bytes, String sha256) {
  private static final String LFS_POINTER = "version https://git-lfs";

  /**
   * Reads the file and its data files, for their hash.
   *
   * @throws ModelException if one is missing, empty, a directory or unreadable, or data lie
   *     elsewhere
   */
  public static OnnxFile of(Path path) {
    OnnxFile model = alone(path);
    List<String> names = ExternalData.names(path);
    if (names.isEmpty()) {
      return model;
    }
    long bytes = model.bytes();
    StringBuilder hashes = new StringBuilder(model.sha256()).append('\n');
    for (String name : names) {
      Path data = beside(path, name);
      if (!Files.isRegularFile(data)) {
        throw new ModelException(
            "Model file %s keeps its weights in %s, which is not beside it. Put it there under that name."
                .formatted(path, name));
      }
      OnnxFile part = alone(data);
      bytes += part.bytes();
      hashes.append(part.sha256()).append(' ').append(name).append('\n');
    }
    return new OnnxFile(path, bytes, Sha256.ofText(hashes.toString()));
  }

  private static Path beside(Path model, String name) {
    try {
      return model.resolveSibling(name);
    } catch (InvalidPathException e) {
      throw new ModelException(
          "Model file %s keeps its weights in a file whose name this system cannot write."
              .formatted(model),
          e);
    }
  }

  private static OnnxFile alone(Path path) {
    if (!Files.exists(path)) {
      throw new ModelException("Model file %s does not exist.".formatted(path));
    }
    if (!Files.isRegularFile(path)) {
      throw new ModelException("Model file %s is not a file.".formatted(path));
    }
    try (DigestInputStream content =
        new DigestInputStream(Files.newInputStream(path), Sha256.digest())) {
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
      return new OnnxFile(path, bytes, Sha256.hex(content.getMessageDigest()));
    } catch (IOException e) {
      throw new ModelException(
          "Model file %s cannot be read: %s.".formatted(path, e.getMessage()), e);
    }
  }

  /** The file's name without {@code .onnx}. */
  public String name() {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
  }
}
