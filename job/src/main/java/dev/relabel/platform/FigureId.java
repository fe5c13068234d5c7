package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of a label on the platform (Supervisely calls it a figure), or of a tag on an
 * image, which is how platforms write a label of the whole image.
 *
 * @param value the platform's number, unique among those of its kind
 * @param kind what it is the number of
 */
public record FigureId(long value, Kind kind) implements Serializable {
  /** What has an ID. */
  public enum Kind {
    FIGURE,
    TAG
  }

  /** The ID of a label with a shape. */
  public FigureId(long value) {
    this(value, Kind.FIGURE);
  }

  /** The ID of a tag on an image. */
  public static FigureId ofTag(long value) {
    return new FigureId(value, Kind.TAG);
  }

  /** The ID that {@link #stored} has written. */
  public static FigureId ofStored(long stored) {
    return stored < 0 ? ofTag(-stored) : new FigureId(stored);
  }

  /** One number for both kinds: that of a tag is negative. */
  public long stored() {
    return kind == Kind.TAG ? -value : value;
  }

  @Override
  public String toString() {
    return kind == Kind.TAG ? "tag " + value : Long.toString(value);
  }
}
