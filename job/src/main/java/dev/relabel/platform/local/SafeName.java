package dev.relabel.platform.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Decides which names may become names on disk, so that nothing is written outside a project. */
final class SafeName {
  /** File systems allow 255 bytes; ".json" is appended to the name of an image. */
  private static final int MAX_BYTES = 250;

  private SafeName() {}

  /**
   * The path of a new file or directory directly inside a directory.
   *
   * @param what what is named, for the message, such as {@code dataset}
   * @throws NameRefusedException if the name is empty, too long, hidden, or has a path separator or
   *     a control character
   */
  static Path resolve(Path directory, String what, String name) {
    if (name.isBlank()) {
      throw new NameRefusedException("The name of a %s is empty".formatted(what));
    }
    if (name.startsWith(".")) {
      throw refused(what, name, "starts with a dot");
    }
    if (name.chars().anyMatch(each -> each == '/' || each == '\\')) {
      throw refused(what, name, "has a path separator");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw refused(what, name, "has a control character");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw refused(what, name, "has more than " + MAX_BYTES + " bytes");
    }
    try {
      Path path = directory.resolve(name);
      if (directory.equals(path.getParent())) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw refused(what, name, "is not possible on this file system");
    }
    throw refused(what, name, "leaves its directory");
  }

  private static NameRefusedException refused(String what, String name, String why) {
    String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
    return new NameRefusedException(
        "The name \"%s\" of a %s %s; it has to be a plain file name here"
            .formatted(shown.replaceAll("\\p{Cntrl}", "?"), what, why));
  }
}
