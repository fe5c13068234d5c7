package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** An image of a local project. Safe for use by several threads. */
public final class LocalImage extends LocalEntity {
  LocalImage(long id, String name, LocalDataset dataset) {
    super(id, name, dataset);
  }

  @Override
  public Path file() {
    return dataset().imageDirectory().resolve(name());
  }

  @Override
  void complete(ObjectNode annotation) throws IOException {
    if (!Annotations.sizeOf(annotation).isKnown()) {
      Annotations.putSize(annotation, ImageSize.inHeaderOf(file()));
    }
  }

  private Path metaFile() {
    return dataset().directory().resolve("meta").resolve(name() + ".json");
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

  /**
   * The media type that belongs to its name: clients of the platform derive the extension from it
   * and rename what does not match.
   */
  @Override
  public String mediaType() {
    String extension = extension();
    return switch (extension) {
      case "" -> "application/octet-stream";
      case "jpg", "mpo" -> "image/jpeg";
      default -> "image/" + extension;
    };
  }
}
