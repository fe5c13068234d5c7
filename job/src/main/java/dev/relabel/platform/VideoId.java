package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of a video.
 *
 * @param value the platform's number
 */
public record VideoId(long value) implements Serializable {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
