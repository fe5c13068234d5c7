package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** A video of a local project. Safe for use by several threads. */
public final class LocalVideo extends LocalEntity {
  LocalVideo(long id, String name, LocalDataset dataset) {
    super(id, name, dataset);
  }

  @Override
  public Path file() {
    return dataset().videoDirectory().resolve(name());
  }

  @Override
  void complete(ObjectNode annotation) {
    if (!(annotation.get("frames") instanceof ArrayNode)) {
      annotation.putArray("frames");
    }
  }

  @Override
  public String mediaType() {
    String extension = extension();
    return switch (extension) {
      case "mp4", "webm" -> "video/" + extension;
      case "m4v" -> "video/mp4";
      case "mov" -> "video/quicktime";
      case "mkv" -> "video/x-matroska";
      case "avi" -> "video/x-msvideo";
      default -> "application/octet-stream";
    };
  }
}
