package dev.relabel.stage;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The driver's Hadoop settings, such as object-store endpoints, for executors. */
final class HadoopSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, String> values = new HashMap<>();

  HadoopSettings(Configuration driver) {
    // Defaults come from the jars on the executor's class path; only what was set travels.
    Configuration defaults = new Configuration();
    for (Map.Entry<String, String> entry : driver) {
      if (!entry.getValue().equals(defaults.getRaw(entry.getKey()))) {
        values.put(entry.getKey(), entry.getValue());
      }
    }
  }

  Configuration configuration() {
    Configuration configuration = new Configuration();
    values.forEach(configuration::set);
    return configuration;
  }
}
