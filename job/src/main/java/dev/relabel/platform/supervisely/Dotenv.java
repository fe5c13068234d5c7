package dev.relabel.platform.supervisely;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of {@code NAME=value} lines: comments, {@code export} before the name, and quotes around
 * the value as shells have them. Values are taken as they are; nothing is expanded.
 */
final class Dotenv {
  private Dotenv() {}

  /** The variables, in the file's order; of one that stands twice, the last. */
  static Map<String, String> parse(String content) {
    Map<String, String> variables = new LinkedHashMap<>();
    content
        .lines()
        .map(line -> line.replace("\ufeff", "").strip())
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals > 0 && !line.startsWith("#")) {
                String name = line.substring(0, equals).replaceFirst("^export\\s+", "").strip();
                variables.put(name, value(line.substring(equals + 1).strip()));
              }
            });
    return variables;
  }

  private static String value(String text) {
    if (!text.isEmpty() && (text.charAt(0) == '"' || text.charAt(0) == '\'')) {
      int end = text.indexOf(text.charAt(0), 1);
      if (end > 0) {
        return text.substring(1, end);
      }
    }
    int comment = text.startsWith("#") ? 0 : text.replace('\t', ' ').indexOf(" #");
    return comment < 0 ? text : text.substring(0, comment).strip();
  }
}
