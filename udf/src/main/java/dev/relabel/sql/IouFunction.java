package dev.relabel.sql;

import dev.relabel.annotation.Iou;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_iou(a, b)}: how much two shapes cover each other, {@code DOUBLE}, 0 (nothing
 * shared) to 1 (the same area); null if one is null.
 *
 * <p>A shape is a label, as in the column {@code labels}, or a box {@code struct<x1, y1, x2, y2>}.
 * Boxes, rotated boxes and polygons are compared exactly, masks pixel by pixel; {@link Iou#of} says
 * it for each pair. A struct that is no shape fails the query.
 */
public final class IouFunction
    implements UDF2<@Nullable Object, @Nullable Object, @Nullable Double> {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Double call(@Nullable Object a, @Nullable Object b) {
    return a == null || b == null
        ? null
        : (Double) Iou.of(LabelReader.shape(struct("a", a)), LabelReader.shape(struct("b", b)));
  }

  private static Row struct(String name, Object value) {
    return Arguments.of(name, value, Row.class, "a label or a box struct<x1, y1, x2, y2>");
  }
}
