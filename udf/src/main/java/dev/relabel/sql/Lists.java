package dev.relabel.sql;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of SQL as lists. Spark hands them to Java functions as collections of Scala's, whose types
 * differ between versions; a row gives them out as lists of Java's.
 */
final class Lists {
  private Lists() {}

  /**
   * The elements of an array as a function's argument or a row has it.
   *
   * @throws IllegalArgumentException if it is none
   */
  static List<@Nullable Object> of(Object array) {
    if (array instanceof Object[] elements) {
      return Arrays.asList(elements);
    }
    if (array instanceof List<?> list) {
      return Collections.unmodifiableList(list);
    }
    Row holder = RowFactory.create(array);
    try {
      return holder.getList(0);
    } catch (ClassCastException notAnArray) {
      throw new IllegalArgumentException(
          "An array is needed, not a " + array.getClass().getSimpleName(), notAnArray);
    }
  }
}
