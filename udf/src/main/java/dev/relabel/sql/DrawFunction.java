package dev.relabel.sql;

import dev.relabel.annotation.Label;
import dev.relabel.drawing.ClassColours;
import dev.relabel.drawing.Drawing;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.image.UnreadableImageException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.api.java.UDF2;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_draw(image, labels)}: the upright image with the labels drawn on it, the bytes of
 * a PNG file; null if an argument is null.
 *
 * <p>Also null if the image cannot be read ({@code relabel_image_info(image).problem} says why) or
 * has more than 64 million pixels, which would take more than 400 MB while it is drawn. A class has
 * the same colour on every image.
 */
public final class DrawFunction
    implements UDF2<@Nullable Object, @Nullable Object, byte @Nullable []> {
  private static final long serialVersionUID = 1L;

  /** Each takes six bytes while it is drawn, and as many again where it does not compress. */
  private static final long MAX_PIXELS = 64_000_000;

  @Override
  public byte @Nullable [] call(@Nullable Object image, @Nullable Object labels) {
    if (image == null || labels == null) {
      return null;
    }
    List<Arguments.Numbered> all = Arguments.labels("labels", labels);
    try (Picture picture = new ImageDecoder(MAX_PIXELS).decode(Arguments.image(image))) {
      // A mask may claim to be much larger than the picture.
      List<Label> visible =
          all.stream()
              .map(Arguments.Numbered::label)
              .flatMap(label -> onPicture(label, picture))
              .toList();
      return Drawing.on(
              picture.width(), picture.height(), picture.toRgb(), new ClassColours(List.of()))
          .draw(visible)
          .png();
    } catch (UnreadableImageException noImage) {
      return null;
    }
  }

  private static Stream<Label> onPicture(Label label, Picture picture) {
    return label
        .geometry()
        .clipped(picture.width(), picture.height())
        .map(label::withGeometry)
        .stream();
  }
}
