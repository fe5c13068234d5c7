package dev.relabel.platform;

import java.io.Serializable;

/**
 * The platform's ID of a label on the platform (Supervisely calls it a figure).
 *
 * @param value the platform's number
 */
public record FigureId(long value) implements Serializable {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
