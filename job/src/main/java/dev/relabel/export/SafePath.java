package dev.relabel.export;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names of images as names of files. They come from servers, tables and lists, so none may lead out
 * of the folder, hide a file, or be a name that some file system refuses.
 *
 * <p>What an ordinary name is stays as it is, folders included. Two names may become the same path;
 * {@link #unique} tells them apart.
 */
public final class SafePath {
  /** A pattern that all paths of {@link #unique} hold, so that others which hold it are suspect. */
  public static final String UNIQUE = "~[0-9a-f]{16}";

  /** File systems allow 255 bytes; endings are added and hashes put in between. */
  private static final int PART_BYTES = 180;

  /** Far below what any file system allows, as the folder's own path comes before it. */
  private static final int PATH_BYTES = 1000;

  private static final int LONGEST_ENDING = 10;
  private static final int HASH_DIGITS = 16;

  private static final Pattern REFUSED = Pattern.compile("[:*?\"<>|\\p{Cc}\\p{Cs}\\u2028\\u2029]");
  private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]+");
  private static final Pattern DOTS = Pattern.compile("[. ]+");
  private static final Pattern TRAILING = Pattern.compile("[. ]$");

  /** Devices of Windows, with or without an ending. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private SafePath() {}

  /**
   * A relative path, parts joined by slashes, without empty parts, {@code .} and {@code ..}.
   *
   * @param name any text
   */
  public static String of(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : SEPARATORS.split(name, -1)) {
      if (!part.isBlank()) {
        parts.add(part(part));
      }
    }
    if (parts.isEmpty()) {
      return "_";
    }
    String path = String.join("/", parts);
    return bytes(path) > PATH_BYTES ? unique(parts.get(parts.size() - 1), name) : path;
  }

  private static String part(String part) {
    if (DOTS.matcher(part).matches()) {
      return "_";
    }
    String safe = REFUSED.matcher(part).replaceAll("_");
    safe = TRAILING.matcher(safe).replaceAll("_");
    if (safe.startsWith(".") || DEVICE.matcher(safe).matches()) {
      safe = "_" + safe; // hidden files are passed over by whoever reads the export
    }
    return bytes(safe) > PART_BYTES ? shortened(safe, part) : safe;
  }

  private static String shortened(String safe, String original) {
    String ending = ending(safe);
    int end = safe.length() - ending.length();
    while (bytes(safe.substring(0, end)) > PART_BYTES / 2) {
      end = safe.offsetByCodePoints(end, -1);
    }
    return "%s~%s%s".formatted(safe.substring(0, end), hash(original), ending);
  }

  /**
   * A path that no other image has.
   *
   * @param path a safe path
   * @param itemId the image's ID in its run
   */
  public static String unique(String path, String itemId) {
    String ending = ending(path);
    return "%s~%s%s"
        .formatted(path.substring(0, path.length() - ending.length()), hash(itemId), ending);
  }

  /** The path without the ending of its last part, such as {@code .jpg}. */
  public static String withoutEnding(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
  }

  /** The ending with its dot; empty if there is none, or none that is short enough for one. */
  private static String ending(String path) {
    String ending = path.substring(withoutEnding(path).length());
    return ending.length() <= LONGEST_ENDING ? ending : "";
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
