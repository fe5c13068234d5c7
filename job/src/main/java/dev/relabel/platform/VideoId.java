package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of a video.
 *
 * @param value as the platform writes it, such as {@code 1013} or {@code 66a000000000000000000001}
 */
public record VideoId(String value) implements Serializable {
  public VideoId {
    IdText.require(value, "video");
  }

  /** The ID of a platform whose IDs are numbers. */
  public VideoId(long number) {
    this(Long.toString(number));
  }

  /**
   * The ID as a number.
   *
   * @throws PlatformRejectedException if it is none
   */
  public long number() {
    return IdText.number(value, "video");
  }

  @Override
  public String toString() {
    return value;
  }
}
