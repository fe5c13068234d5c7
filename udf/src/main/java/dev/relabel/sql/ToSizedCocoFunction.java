package dev.relabel.sql;

import org.apache.spark.sql.api.java.UDF3;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_to_coco_sized(labels, width, height)}: labels as COCO annotations on an image of
 * that size in pixels, a JSON array in a {@code STRING}; null if an argument is null. See {@link
 * CocoText}.
 *
 * <p>What lies off the image is cut off, and labels that lie wholly there are left out.
 */
public final class ToSizedCocoFunction
    implements UDF3<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable String> {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable String call(
      @Nullable Object labels, @Nullable Object width, @Nullable Object height) {
    if (labels == null || width == null || height == null) {
      return null;
    }
    return CocoText.of(
        Arguments.labels("labels", labels), side("width", width), side("height", height));
  }

  private static int side(String name, Object value) {
    double side = Arguments.number(name, value);
    if (!(side >= 1 && side <= Integer.MAX_VALUE && side == Math.rint(side))) {
      throw new IllegalArgumentException(
          "The %s of an image is a positive whole number, not %s".formatted(name, value));
    }
    return (int) side;
  }
}
