package dev.relabel.predict;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Transforms;
import dev.relabel.image.Orientation;
import dev.relabel.image.Picture;
import java.util.List;

/**
 * The frame that an image's labels go out in: the upright picture, or the stored one where the
 * source counts that way.
 *
 * <p>A source counts in stored pixels if it reports the stored width × height and these differ from
 * the upright ones. Where both are equal (no turn, a half turn, a square) nothing can be told, and
 * labels stay upright, as every browser shows the image.
 *
 * @param width columns of the frame
 * @param height rows of the frame
 * @param fromUpright from upright pixels to the frame's
 */
public record LabelFrame(int width, int height, Affine fromUpright) {

  /**
   * The frame of a picture's labels.
   *
   * @param reportedWidth width that the source reports, 0 when it reports none
   * @param reportedHeight height that the source reports, 0 when it reports none
   */
  public static LabelFrame of(Picture picture, int reportedWidth, int reportedHeight) {
    int width = picture.width();
    int height = picture.height();
    Orientation orientation = picture.orientation();
    boolean stored =
        orientation.swapsSides()
            && width != height
            && reportedWidth == height
            && reportedHeight == width;
    return stored
        ? new LabelFrame(height, width, orientation.toUpright(height, width).inverse())
        : new LabelFrame(width, height, Affine.IDENTITY);
  }

  /** Labels on the upright picture, in this frame. */
  public List<Label> fromUpright(List<Label> labels) {
    return mapped(labels, fromUpright);
  }

  /** Labels in this frame, on the upright picture. */
  public List<Label> toUpright(List<Label> labels) {
    return mapped(labels, fromUpright.inverse());
  }

  private static List<Label> mapped(List<Label> labels, Affine map) {
    if (map.equals(Affine.IDENTITY)) {
      return labels;
    }
    return labels.stream()
        .map(label -> label.withGeometry(Transforms.transformed(label.geometry(), map)))
        .toList();
  }
}
