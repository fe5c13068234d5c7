package dev.relabel.platform.geti.format;

import dev.relabel.annotation.GeometryKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a task of a Geti project finds, and with which shapes. */
public enum TaskType {
  CLASSIFICATION,
  ANOMALY,
  DETECTION,
  ROTATED_DETECTION,
  SEGMENTATION,
  INSTANCE_SEGMENTATION,
  KEYPOINT_DETECTION;

  /** Whether its labels are about the whole image; they sit on a box that covers all of it. */
  public boolean isGlobal() {
    return this == CLASSIFICATION || this == ANOMALY;
  }

  /**
   * Whether a shape of this kind says what the task is about. Servers let more pass: segmentation
   * tasks take every shape, and rotated ones take plain boxes, which they damage.
   */
  public boolean accepts(GeometryKind kind) {
    return switch (this) {
      case CLASSIFICATION, ANOMALY -> kind == GeometryKind.IMAGE;
      case DETECTION -> kind == GeometryKind.RECTANGLE;
      case ROTATED_DETECTION -> kind == GeometryKind.ORIENTED_RECTANGLE;
      case SEGMENTATION, INSTANCE_SEGMENTATION ->
          kind == GeometryKind.POLYGON
              || kind == GeometryKind.ELLIPSE
              || kind == GeometryKind.RECTANGLE;
      case KEYPOINT_DETECTION -> kind == GeometryKind.KEYPOINTS || kind == GeometryKind.POINT;
    };
  }

  /** Its name in JSON, such as {@code rotated_detection}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The task type of that name. Older servers have several kinds of anomaly, which all are {@link
   * #ANOMALY}; {@code dataset} and {@code crop} are no tasks that could be trained.
   */
  public static Optional<TaskType> named(String wireName) {
    if (wireName.startsWith("anomaly")) {
      return Optional.of(ANOMALY);
    }
    return Arrays.stream(values()).filter(each -> each.wireName().equals(wireName)).findFirst();
  }
}
