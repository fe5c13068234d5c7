package dev.relabel.model.head;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what Python's {@code str()} makes of dicts, lists, tuples, strings, numbers, booleans and
 * None: the way Ultralytics writes metadata, which is not JSON.
 */
final class PythonLiteral {
  /** Exporters nest twice; a hostile file must not use up the stack. */
  private static final int MAX_DEPTH = 32;

  private final String text;
  private int at;
  private int depth;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /**
   * The value as Map, List, String, Double, Boolean; empty for None and for text that is no
   * literal.
   */
  static Optional<Object> parse(String text) {
    PythonLiteral reader = new PythonLiteral(text);
    try {
      Object value = reader.value();
      reader.skipSpace();
      return reader.at == text.length() && value != None.NONE
          ? Optional.of(value)
          : Optional.empty();
    } catch (IllegalArgumentException notALiteral) {
      return Optional.empty();
    }
  }

  private enum None {
    NONE
  }

  private Object value() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("Too deep");
    }
    skipSpace();
    char next = peek();
    Object value =
        switch (next) {
          case '{' -> map();
          case '[' -> list(']');
          case '(' -> list(')');
          case '\'', '"' -> string();
          default -> word();
        };
    depth--;
    return value;
  }

  private Map<Object, Object> map() {
    Map<Object, Object> map = new LinkedHashMap<>();
    at++;
    while (!closes('}')) {
      Object key = value();
      skipSpace();
      expect(':');
      map.put(key, value());
      separator('}');
    }
    return map;
  }

  private List<Object> list(char end) {
    List<Object> list = new ArrayList<>();
    at++;
    while (!closes(end)) {
      list.add(value());
      separator(end);
    }
    return list;
  }

  private boolean closes(char end) {
    skipSpace();
    if (peek() != end) {
      return false;
    }
    at++;
    return true;
  }

  private void separator(char end) {
    skipSpace();
    if (peek() != end) {
      expect(',');
    }
  }

  private String string() {
    char quote = text.charAt(at++);
    StringBuilder string = new StringBuilder();
    while (peek() != quote) {
      char c = text.charAt(at++);
      string.append(c == '\\' ? escaped() : String.valueOf(c));
    }
    at++;
    return string.toString();
  }

  private String escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'x' -> codePoint(2);
      case 'u' -> codePoint(4);
      case 'U' -> codePoint(8);
      default -> String.valueOf(c);
    };
  }

  private String codePoint(int digits) {
    if (at + digits > text.length()) {
      throw new IllegalArgumentException("Cut off");
    }
    String hex = text.substring(at, at + digits);
    at += digits;
    return Character.toString(Integer.parseInt(hex, 16));
  }

  private Object word() {
    int start = at;
    while (at < text.length() && ",:]})".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at).strip();
    return switch (word) {
      case "True" -> true;
      case "False" -> false;
      case "None" -> None.NONE;
      default -> Double.valueOf(word);
    };
  }

  private char peek() {
    if (at >= text.length()) {
      throw new IllegalArgumentException("Cut off");
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw new IllegalArgumentException("No " + wanted);
    }
    at++;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
