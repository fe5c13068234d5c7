package dev.relabel.sql;

import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_to_coco(labels)}: labels as COCO annotations, a JSON array in a {@code STRING};
 * null if they are null. See {@link CocoText}.
 *
 * <p>The size of the image is not known here, so run lengths of masks, and boxes of labels of the
 * whole image, are those of the smallest image from the origin on that holds all the labels. Where
 * that matters, as in files that others evaluate, {@link ToSizedCocoFunction} is told it.
 */
public final class ToCocoFunction implements UDF1<@Nullable Object, @Nullable String> {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable String call(@Nullable Object labels) {
    return labels == null ? null : CocoText.of(Arguments.labels("labels", labels));
  }
}
