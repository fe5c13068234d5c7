package dev.relabel.publish;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Tolerance;
import java.io.Serializable;

/**
 * How labels are compared when they are merged.
 *
 * @param iouThreshold from which IoU on a prediction counts as already there, in (0, 1] (setting
 *     {@code existing_objects_iou_thresh})
 * @param iouKind what is compared (setting {@code iou_kind})
 */
public record MergeSettings(double iouThreshold, IouKind iouKind) implements Serializable {
  /** The platform's own default. */
  public static final double DEFAULT_IOU_THRESHOLD = 0.9;

  public static final MergeSettings DEFAULT =
      new MergeSettings(DEFAULT_IOU_THRESHOLD, IouKind.SHAPE);

  public MergeSettings {
    if (!(iouThreshold > 0 && iouThreshold <= 1)) {
      throw new IllegalArgumentException(
          ("existing_objects_iou_thresh is %s; it lies above 0 and at most at 1."
                  + " To add everything, use the mode append.")
              .formatted(iouThreshold));
    }
  }

  /** What an IoU is computed over. */
  public enum IouKind {
    /** The shapes' own areas: boxes for boxes, pixels for masks. */
    SHAPE,
    /** The boxes around the shapes, as the platform's own tools do. */
    BOX
  }

  double iou(Geometry a, Geometry b) {
    return iouKind == IouKind.BOX ? Iou.ofBounds(a, b) : Iou.of(a, b);
  }

  /** What counts as the same label after a server has stored it. */
  public Tolerance tolerance() {
    return Tolerance.SERVER;
  }
}
