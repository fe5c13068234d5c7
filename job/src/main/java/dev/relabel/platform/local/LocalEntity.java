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
 * What is labelled in a local project: an image or a video. Holds no more than its name; sizes,
 * hashes and labels are read from the disk when asked for. Safe for use by several threads.
 */
public abstract sealed class LocalEntity permits LocalImage, LocalVideo {
  private final long id;
  private final String name;
  private final LocalDataset dataset;
  private volatile @Nullable ContentHash hash;

  LocalEntity(long id, String name, LocalDataset dataset) {
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

  /** The encoded image or video. */
  public abstract Path file();

  /** The media type that belongs to its name. */
  public abstract String mediaType();

  /** Fills in what an annotation of it has beside tags and objects, where a file lacks it. */
  abstract void complete(ObjectNode annotation) throws IOException;

  /** The extension of its name, in small letters; empty if it has none. */
  final String extension() {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** Where its annotation is written. */
  public Path annotationFile() {
    return dataset.annotationDirectory().resolve(name + ".json");
  }

  /** Where its annotation is read: some tools leave the extension of the file out. */
  Path annotationFileToRead() {
    Path usual = annotationFile();
    int dot = name.lastIndexOf('.');
    if (dot > 0 && !Files.exists(usual)) {
      Path old = dataset.annotationDirectory().resolve(name.substring(0, dot) + ".json");
      return Files.exists(old) ? old : usual;
    }
    return usual;
  }

  /** Size and times of the encoded file. */
  public BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(file(), BasicFileAttributes.class);
  }

  /** When the file or its annotation changed last, in milliseconds since 1970. */
  public long updatedAtMillis() throws IOException {
    long content = Files.getLastModifiedTime(file()).toMillis();
    Path annotation = annotationFileToRead();
    return Files.exists(annotation)
        ? Math.max(content, Files.getLastModifiedTime(annotation).toMillis())
        : content;
  }

  /** Base64 of the SHA-256 of the encoded file; computed when first asked for. */
  public String contentHash() throws IOException {
    BasicFileAttributes now = attributes();
    ContentHash cached = hash;
    if (cached == null || !cached.isOf(now)) {
      cached = ContentHash.of(file(), now);
      hash = cached;
    }
    return cached.base64();
  }

  /** The hash if it is known without reading the file. */
  Optional<ContentHash> knownHash() {
    return Optional.ofNullable(hash);
  }

  /** Notes the hash of content that was just written, so that it need not be read again. */
  void rememberHash(String base64) throws IOException {
    hash = ContentHash.known(base64, attributes());
  }
}
