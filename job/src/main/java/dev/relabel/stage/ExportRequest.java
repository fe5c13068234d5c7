package dev.relabel.stage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where predictions are also written.
 *
 * @param kind in which form
 * @param target the file or folder, a path or URI
 */
public record ExportRequest(Kind kind, String target) {

  /** The forms. */
  public enum Kind {
    /** One COCO dataset file. */
    COCO,
    /** A folder of pictures with the labels drawn. */
    DRAW
  }

  /** Reads {@code kind:target}; empty if the kind is none or the target is missing. */
  public static Optional<ExportRequest> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      return Optional.empty();
    }
    String name = text.substring(0, colon);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .map(kind -> new ExportRequest(kind, text.substring(colon + 1)));
  }
}
