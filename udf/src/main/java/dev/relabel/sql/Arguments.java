package dev.relabel.sql;

import dev.relabel.annotation.Label;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Arguments of functions, as Spark hands them over: of whatever type the query has. */
final class Arguments {
  private Arguments() {}

  /** An argument of one type; Spark checks none. */
  static <T> T of(String name, Object value, Class<T> type, String sqlType) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "The argument %s has to be %s, not %s"
              .formatted(name, sqlType, value.getClass().getSimpleName()));
    }
    return type.cast(value);
  }

  static byte[] image(Object value) {
    return of("image", value, byte[].class, "BINARY, the file's bytes");
  }

  static double number(String name, Object value) {
    return of(name, value, Number.class, "a number").doubleValue();
  }

  /** A label and its number in its model, which labels themselves do not have. */
  record Numbered(Label label, @Nullable Integer classIndex) {
    static Numbered of(Row struct) {
      Fields fields = Fields.of(struct, LabelStruct.SCHEMA);
      return new Numbered(
          LabelStruct.read(struct), fields.has("class_index") ? fields.whole("class_index") : null);
    }

    Row write() {
      return LabelStruct.write(label, classIndex);
    }
  }

  /**
   * An array of labels.
   *
   * @throws IllegalArgumentException if it is none, or one of its elements is no label
   */
  static List<Numbered> labels(String name, Object array) {
    List<Numbered> labels = new ArrayList<>();
    for (Object each : Lists.of(array)) {
      if (!(each instanceof Row struct)) {
        throw new IllegalArgumentException(
            "The argument %s has to be an array of labels; one of its elements is %s"
                .formatted(name, each == null ? "null" : each.getClass().getSimpleName()));
      }
      labels.add(Numbered.of(struct));
    }
    return labels;
  }
}
