package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of an image.
 *
 * @param value the platform's number
 */
public record ImageId(long value) implements Serializable {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
