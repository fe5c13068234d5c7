package dev.relabel.testing;

import java.util.Map;
import java.util.function.Supplier;

/** System properties for a while: Spark takes its settings from those named {@code spark.…}. */
public final class SystemProperties {
  private SystemProperties() {}

  /** Does something while these are set. */
  public static <T> T during(Map<String, String> properties, Supplier<T> action) {
    properties.forEach(System::setProperty);
    try {
      return action.get();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}
