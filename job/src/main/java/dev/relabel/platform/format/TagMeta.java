package dev.relabel.platform.format;

import java.util.OptionalLong;

/**
 * A kind of tag that a project allows.
 *
 * @param id the platform's ID; empty before the platform has given one
 * @param name its name, unique in the project
 * @param valueType {@code none}, {@code any_number}, {@code any_string}, {@code oneof_string} or
 *     {@code date}
 * @param applicableType what may carry it: {@code all}, {@code imagesOnly} or {@code objectsOnly}
 */
public record TagMeta(OptionalLong id, String name, String valueType, String applicableType) {
  /** The type of tags whose value is a number. */
  public static final String ANY_NUMBER = "any_number";

  /** The type of tags without a value. */
  public static final String NO_VALUE = "none";

  /** Where tags belong that images cannot carry. */
  public static final String OBJECTS_ONLY = "objectsOnly";

  /** Where tags belong that labels cannot carry. */
  public static final String IMAGES_ONLY = "imagesOnly";
}
