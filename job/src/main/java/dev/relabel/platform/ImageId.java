package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of an image.
 *
 * @param value as the platform writes it, such as {@code 1013} or {@code 66a000000000000000000001}
 */
public record ImageId(String value) implements Serializable {
  public ImageId {
    IdText.require(value, "image");
  }

  /** The ID of a platform whose IDs are numbers. */
  public ImageId(long number) {
    this(Long.toString(number));
  }

  /**
   * The ID as a number.
   *
   * @throws PlatformRejectedException if it is none
   */
  public long number() {
    return IdText.number(value, "image");
  }

  @Override
  public String toString() {
    return value;
  }
}
