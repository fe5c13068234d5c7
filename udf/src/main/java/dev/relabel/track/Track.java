package dev.relabel.track;

import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Rectangle;
import org.jspecify.annotations.Nullable;

/** One object while a video is followed. Confined to its tracker. */
final class Track {
  /** What is known of the object now. States hold these names, so they stay. */
  enum Status {
    /** Seen once; counts only if it is seen on the next frame, too. */
    UNCONFIRMED,
    /** Seen on the last frame. */
    SEEN,
    /** Not seen on the last frame. */
    LOST
  }

  private final long number;
  private final String className;
  private final long begun;
  private long lastSeen;
  private Status status;
  private BoxMotion motion;
  private @Nullable Rectangle box;

  Track(long number, String className, long begun, long lastSeen, Status status, BoxMotion motion) {
    this.number = number;
    this.className = className;
    this.begun = begun;
    this.lastSeen = lastSeen;
    this.status = status;
    this.motion = motion;
    this.box = motion.box();
  }

  static Track begin(long number, Detection detection, long frame, Status status) {
    return new Track(
        number, detection.className(), frame, frame, status, BoxMotion.of(detection.box()));
  }

  void predict() {
    moveTo((status == Status.LOST ? motion.withHeightAtRest() : motion).predicted());
  }

  void join(Detection detection, long frame) {
    moveTo(motion.corrected(detection.box()));
    lastSeen = frame;
    status = Status.SEEN;
  }

  void lose() {
    status = Status.LOST;
  }

  private void moveTo(BoxMotion other) {
    motion = other;
    box = other.box();
  }

  /** Frames from the first to the last sight. */
  long age() {
    return lastSeen - begun;
  }

  /** 1 − IoU; another class is as good as another place. */
  double boxCost(Detection detection) {
    return 1 - iou(detection.className(), detection.box());
  }

  /** 1 − IoU × score; another class is as good as another place. */
  double scoredCost(Detection detection) {
    return 1 - iou(detection.className(), detection.box()) * detection.score();
  }

  /** 1 − IoU; another class is as good as another place. */
  double duplicateCost(Track other) {
    return 1 - iou(other.className, other.box);
  }

  private double iou(String otherClass, @Nullable Rectangle otherBox) {
    return box == null || otherBox == null || !className.equals(otherClass)
        ? 0
        : Iou.ofBounds(box, otherBox);
  }

  long number() {
    return number;
  }

  String className() {
    return className;
  }

  long begun() {
    return begun;
  }

  long lastSeen() {
    return lastSeen;
  }

  Status status() {
    return status;
  }

  BoxMotion motion() {
    return motion;
  }
}
