package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of a dataset.
 *
 * @param value as the platform writes it, such as {@code 1013} or {@code 66a000000000000000000001}
 */
public record DatasetId(String value) implements Serializable {
  public DatasetId {
    IdText.require(value, "dataset");
  }

  /** The ID of a platform whose IDs are numbers. */
  public DatasetId(long number) {
    this(Long.toString(number));
  }

  /**
   * The ID as a number.
   *
   * @throws PlatformRejectedException if it is none
   */
  public long number() {
    return IdText.number(value, "dataset");
  }

  @Override
  public String toString() {
    return value;
  }
}
