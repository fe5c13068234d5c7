package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image of a local project. Holds no more than its name; sizes, hashes and labels are read from
 * the disk when asked for. Safe for use by several threads.
 */
public final class LocalImage {
  private final long id;
  private final String name;
  private final LocalDataset dataset;
  private volatile @Nullable ContentHash hash;

  LocalImage(long id, String name, LocalDataset dataset) {
    this.id = id;
    this.name = name;
    this.dataset = dataset;
  }

  /** Its ID, the same after every restart. */
  public long id() {
    return id;
  }

  /** Its file name, unique in the dataset. */
  public String name() {
    return name;
  }

  /** The dataset that holds it. */
  public LocalDataset dataset() {
    return dataset;
  }

  /** The encoded image. */
  public Path file() {
    return dataset.imageDirectory().resolve(name);
  }

  /** Where its annotation is written. */
  public Path annotationFile() {
    return dataset.annotationDirectory().resolve(name + ".json");
  }

  /** Where its annotation is read: some tools leave the extension of the image out. */
  Path annotationFileToRead() {
    Path usual = annotationFile();
    int dot = name.lastIndexOf('.');
    if (dot > 0 && !Files.exists(usual)) {
      Path old = dataset.annotationDirectory().resolve(name.substring(0, dot) + ".json");
      return Files.exists(old) ? old : usual;
    }
    return usual;
  }

  private Path metaFile() {
    return dataset.directory().resolve("meta").resolve(name + ".json");
  }

  /** The custom metadata stored beside the image; empty when there is none. */
  public Optional<ObjectNode> customMeta() throws IOException {
    Path file = metaFile();
    return Files.exists(file) ? Optional.of(JsonFile.readObject(file)) : Optional.empty();
  }

  void stageCustomMeta(DurableFiles files, ObjectNode meta) throws IOException {
    files.stage(metaFile(), JsonFile.bytes(meta));
  }

  void delete() throws IOException {
    Files.deleteIfExists(file());
    Files.deleteIfExists(annotationFile());
    Files.deleteIfExists(metaFile());
  }

  /** Size and times of the encoded image. */
  public BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(file(), BasicFileAttributes.class);
  }

  /** When the image or its annotation changed last, in milliseconds since 1970. */
  public long updatedAtMillis() throws IOException {
    long image = Files.getLastModifiedTime(file()).toMillis();
    Path annotation = annotationFileToRead();
    return Files.exists(annotation)
        ? Math.max(image, Files.getLastModifiedTime(annotation).toMillis())
        : image;
  }

  /**
   * The media type that belongs to its name: clients of the platform derive the extension from it
   * and rename what does not match.
   */
  public String mediaType() {
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return switch (extension) {
      case "" -> "application/octet-stream";
      case "jpg", "mpo" -> "image/jpeg";
      default -> "image/" + extension;
    };
  }

  /** Base64 of the SHA-256 of the encoded image; computed when first asked for. */
  public String contentHash() throws IOException {
    BasicFileAttributes now = attributes();
    ContentHash cached = hash;
    if (cached == null || !cached.isOf(now)) {
      cached = ContentHash.of(file(), now);
      hash = cached;
    }
    return cached.base64();
  }

  /** The hash if it is known without reading the image. */
  Optional<ContentHash> knownHash() {
    return Optional.ofNullable(hash);
  }

  /** Notes the hash of content that was just written, so that it need not be read again. */
  void rememberHash(String base64) throws IOException {
    hash = ContentHash.known(base64, attributes());
  }
}
