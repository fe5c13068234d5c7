package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of a project.
 *
 * @param value as the platform writes it, such as {@code 1013} or {@code 66a000000000000000000001}
 */
public record ProjectId(String value) implements Serializable {
  public ProjectId {
    IdText.require(value, "project");
  }

  /** The ID of a platform whose IDs are numbers. */
  public ProjectId(long number) {
    this(Long.toString(number));
  }

  /**
   * The ID as a number.
   *
   * @throws PlatformRejectedException if it is none
   */
  public long number() {
    return IdText.number(value, "project");
  }

  @Override
  public String toString() {
    return value;
  }
}
