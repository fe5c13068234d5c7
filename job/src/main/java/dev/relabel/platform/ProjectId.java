package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of a project.
 *
 * @param value the platform's number
 */
public record ProjectId(long value) implements Serializable {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
