package dev.relabel.sql;

import dev.relabel.annotation.Iou;
import dev.relabel.annotation.IouMerge;
import dev.relabel.annotation.Label;
import dev.relabel.sql.Arguments.Numbered;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_merge(existing, predicted, threshold)}: the existing labels, and behind them those
 * predicted ones that are new, as {@code labels}; null if an argument is null.
 *
 * <p>The rule is that of the upload mode {@code iou_merge}: a predicted label is left out if an
 * existing one of the same class and kind of shape has an IoU with it of at least the threshold,
 * which lies above 0 and at most at 1. Predicted labels are not compared with each other. Arrays of
 * labels may have further fields, which the result has not.
 */
public final class MergeFunction
    implements UDF3<
        @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Row @Nullable []> {
  private static final long serialVersionUID = 1L;

  @Override
  public Row @Nullable [] call(
      @Nullable Object existing, @Nullable Object predicted, @Nullable Object threshold) {
    if (existing == null || predicted == null || threshold == null) {
      return null;
    }
    double least = Arguments.number("threshold", threshold);
    if (!(least > 0 && least <= 1)) {
      throw new IllegalArgumentException(
          "The threshold of relabel_merge lies above 0 and at most at 1, not at " + least);
    }
    List<Numbered> before = Arguments.labels("existing", existing);
    List<Label> labels = before.stream().map(Numbered::label).toList();
    Stream<Numbered> additions =
        Arguments.labels("predicted", predicted).stream()
            .filter(each -> !IouMerge.isThere(each.label(), labels, least, Iou::of));
    return Stream.concat(before.stream(), additions).map(Numbered::write).toArray(Row[]::new);
  }
}
