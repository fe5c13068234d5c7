package dev.relabel.sql;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a struct by their names, whatever their order and whichever numbers they are: SQL
 * text has decimals where tables have doubles.
 *
 * @param row the struct
 * @param names its fields
 */
record Fields(Row row, StructType names) {
  /**
   * Of a struct.
   *
   * @param usual its fields if it does not name them itself
   */
  static Fields of(Row struct, StructType usual) {
    return new Fields(struct, struct.schema() == null ? usual : struct.schema());
  }

  boolean has(String name) {
    return value(name) != null;
  }

  private @Nullable Object value(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.fields()[i].name().equalsIgnoreCase(name)) {
        return row.get(i);
      }
    }
    return null;
  }

  private <T> T require(String name, String what, Class<T> type) {
    Object value = value(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          value == null
              ? "'%s' is missing or null; it is %s".formatted(name, what)
              : "'%s' is %s, not of type %s"
                  .formatted(name, what, value.getClass().getSimpleName()));
    }
    return type.cast(value);
  }

  String text(String name) {
    return require(name, "a text", String.class);
  }

  double number(String name) {
    return require(name, "a number", Number.class).doubleValue();
  }

  int whole(String name) {
    Number number = require(name, "a whole number", Number.class);
    if (number.doubleValue() != number.intValue()) {
      throw new IllegalArgumentException("'%s' is a whole number, not %s".formatted(name, number));
    }
    return number.intValue();
  }

  long id(String name) {
    return require(name, "a number", Number.class).longValue();
  }

  boolean yes(String name) {
    return require(name, "true or false", Boolean.class);
  }

  Fields struct(String name, StructType usual) {
    return of(require(name, "a struct", Row.class), usual);
  }

  /** The elements of an array, none of them null. */
  <T> List<T> list(String name, Function<Object, T> element) {
    return Lists.of(require(name, "an array", Object.class)).stream()
        .map(
            each -> {
              if (each == null) {
                throw new IllegalArgumentException("'%s' holds null".formatted(name));
              }
              return element.apply(each);
            })
        .toList();
  }

  double[] numbers(String name) {
    return list(name, each -> number(name, each)).stream()
        .mapToDouble(Number::doubleValue)
        .toArray();
  }

  private static Number number(String name, Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException(
        "'%s' holds numbers, not %s".formatted(name, value.getClass().getSimpleName()));
  }
}
