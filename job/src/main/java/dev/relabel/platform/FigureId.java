package dev.relabel.platform;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The platform's ID of a label on the platform (Supervisely calls it a figure), or of a tag on an
 * image, which is how platforms write a label of the whole image.
 *
 * @param value as the platform writes it, unique among those of its kind on an image
 * @param kind what it is the ID of
 */
public record FigureId(String value, Kind kind) implements Comparable<FigureId>, Serializable {
  private static final String TAG_PREFIX = "tag:";

  private static final Comparator<FigureId> ORDER =
      Comparator.comparing(FigureId::kind)
          .thenComparing(id -> id.value().length())
          .thenComparing(FigureId::value);

  public FigureId {
    IdText.require(value, "label");
  }

  /** What has an ID. */
  public enum Kind {
    FIGURE,
    TAG
  }

  /** The ID of a label with a shape. */
  public FigureId(String value) {
    this(value, Kind.FIGURE);
  }

  /** The ID of a label with a shape, on a platform whose IDs are numbers. */
  public FigureId(long number) {
    this(Long.toString(number));
  }

  /** The ID of a tag on an image, on a platform whose IDs are numbers. */
  public static FigureId ofTag(long number) {
    return new FigureId(Long.toString(number), Kind.TAG);
  }

  /** The ID that {@link #stored} has written. */
  public static FigureId ofStored(String stored) {
    return stored.startsWith(TAG_PREFIX)
        ? new FigureId(stored.substring(TAG_PREFIX.length()), Kind.TAG)
        : new FigureId(stored);
  }

  /** One text for both kinds: that of a tag begins with {@code tag:}. */
  public String stored() {
    return kind == Kind.TAG ? TAG_PREFIX + value : value;
  }

  /**
   * The ID as a number.
   *
   * @throws PlatformRejectedException if it is none
   */
  public long number() {
    return IdText.number(value, "label");
  }

  /** Numbers in the order of their size, in which platforms give them. */
  @Override
  public int compareTo(FigureId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind == Kind.TAG ? "tag " + value : value;
  }
}
