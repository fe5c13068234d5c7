package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a kind of entity, each computed only when it is asked for.
 *
 * @param <T> the kind
 */
final class Columns<T> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Map<String, Column<T>> byName = new LinkedHashMap<>();

  /** Computes one field. */
  @FunctionalInterface
  interface Column<T> {
    JsonNode of(T item) throws IOException;
  }

  /** Computes a whole number. */
  @FunctionalInterface
  interface NumberColumn<T> {
    long of(T item) throws IOException;
  }

  /** Computes a text, or nothing. */
  @FunctionalInterface
  interface TextColumn<T> {
    @Nullable String of(T item) throws IOException;
  }

  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  /** The same columns, to which others can be added. */
  Columns<T> copy() {
    Columns<T> copy = new Columns<>();
    copy.byName.putAll(byName);
    return copy;
  }

  Columns<T> add(String name, Column<T> column) {
    byName.put(name, column);
    return this;
  }

  Columns<T> number(String name, NumberColumn<T> column) {
    return add(name, item -> JsonNodeFactory.instance.numberNode(column.of(item)));
  }

  Columns<T> text(String name, TextColumn<T> column) {
    return add(
        name,
        item -> {
          String text = column.of(item);
          return text == null ? NullNode.instance : TextNode.valueOf(text);
        });
  }

  Columns<T> time(String name, NumberColumn<T> millis) {
    return add(name, item -> TextNode.valueOf(time(millis.of(item))));
  }

  Columns<T> nothing(String name) {
    return add(name, item -> NullNode.instance);
  }

  /**
   * The column of that name.
   *
   * @throws ApiException if there is none
   */
  Column<T> column(String name) {
    Column<T> column = byName.get(name);
    if (column == null) {
      throw ApiException.badRequest(
          "There is no field \"%s\" to filter or sort by, only %s"
              .formatted(name, byName.keySet()));
    }
    return column;
  }

  /** All fields of an item. */
  ObjectNode entity(T item) throws IOException {
    return entity(item, byName.keySet());
  }

  /** Some fields of an item; those that do not exist are passed over. */
  ObjectNode entity(T item, Set<String> names) throws IOException {
    ObjectNode entity = JsonNodeFactory.instance.objectNode();
    for (String name : names) {
      Column<T> column = byName.get(name);
      if (column != null) {
        entity.set(name, column.of(item));
      }
    }
    return entity;
  }

  /** The fields that a list call asks for: those at {@code fields}, else all. */
  Set<String> wanted(ApiCall call) {
    Set<String> wanted = new LinkedHashSet<>();
    call.body().path("fields").forEach(each -> wanted.add(each.asText()));
    if (wanted.isEmpty()) {
      return byName.keySet();
    }
    wanted.add("id");
    return wanted;
  }
}
