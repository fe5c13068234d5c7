package dev.relabel.annotation;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named attribute of a label or an image.
 *
 * @param name the tag's name, never blank
 * @param value nothing, a finite {@link Double} (other numbers become one) or a {@link String}
 */
public record Tag(String name, @Nullable Object value) {
  /** By name; of the same name without a value first, then numbers, then strings, each in order. */
  static final Comparator<Tag> BY_NAME_AND_VALUE =
      Comparator.comparing(Tag::name)
          .thenComparingInt(tag -> tag.value() == null ? 0 : tag.value() instanceof Double ? 1 : 2)
          .thenComparingDouble(tag -> tag.value() instanceof Double number ? number : 0)
          .thenComparing(tag -> tag.value() instanceof String text ? text : "");

  public Tag {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A tag needs a name");
    }
    if (value instanceof Number number) {
      double real = number.doubleValue();
      if (!Double.isFinite(real)) {
        throw new IllegalArgumentException(
            "Tag %s has the value %s, which no platform can hold".formatted(name, real));
      }
      value = real + 0.0; // -0.0 and 0.0 are one number
    } else if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException(
          "Tag %s has a value of type %s; only numbers and strings are known"
              .formatted(name, value.getClass().getSimpleName()));
    }
  }

  /** A tag without a value. */
  public static Tag of(String name) {
    return new Tag(name, null);
  }
}
