package dev.relabel.publish;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Tolerance;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * How labels are compared when they are merged.
 *
 * @param iouThreshold from which IoU on a prediction counts as already there, in (0, 1] (setting
 *     {@code existing_objects_iou_thresh})
 * @param iouKind what is compared (setting {@code iou_kind})
 */
public record MergeSettings(double iouThreshold, IouKind iouKind) implements Serializable {
  private static final String IOU_THRESHOLD = "existing_objects_iou_thresh";
  private static final String IOU_KIND = "iou_kind";

  /** Names of the settings, as people write them. */
  public static final Set<String> KEYS = Set.of(IOU_THRESHOLD, IOU_KIND);

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

  /**
   * Those among settings of every kind; the defaults where nothing is said.
   *
   * @throws IllegalArgumentException saying what is wrong with which
   */
  public static MergeSettings from(Map<String, ?> settings) {
    Object threshold = settings.get(IOU_THRESHOLD);
    if (threshold != null && !(threshold instanceof Number)) {
      throw new IllegalArgumentException(
          "%s is a number, not '%s'".formatted(IOU_THRESHOLD, threshold));
    }
    Object kind = settings.get(IOU_KIND);
    if (kind != null && !kind.equals("box") && !kind.equals("shape")) {
      throw new IllegalArgumentException("%s is shape or box, not '%s'".formatted(IOU_KIND, kind));
    }
    return new MergeSettings(
        threshold instanceof Number number ? number.doubleValue() : DEFAULT_IOU_THRESHOLD,
        "box".equals(kind) ? IouKind.BOX : IouKind.SHAPE);
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
