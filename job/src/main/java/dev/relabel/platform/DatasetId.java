package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of a dataset.
 *
 * @param value the platform's number
 */
public record DatasetId(long value) implements Serializable {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
