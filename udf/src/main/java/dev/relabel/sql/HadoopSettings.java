package dev.relabel.sql;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The driver's Hadoop settings, such as object-store endpoints, for executors. They may hold
 * secrets, so they are never printed.
 */
public final class HadoopSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, String> values = new HashMap<>();

  /** What was set on the driver. */
  public HadoopSettings(Configuration driver) {
    // Defaults come from the jars on the executor's class path; only what was set travels.
    Configuration defaults = new Configuration();
    for (Map.Entry<String, String> entry : driver) {
      if (!entry.getValue().equals(defaults.getRaw(entry.getKey()))) {
        values.put(entry.getKey(), entry.getValue());
      }
    }
  }

  /** Those of the session that is active on this thread; the defaults if there is none. */
  static HadoopSettings ofActiveSession() {
    try {
      return new HadoopSettings(SparkSession.active().sparkContext().hadoopConfiguration());
    } catch (RuntimeException noSession) {
      return new HadoopSettings(new Configuration());
    }
  }

  /** A configuration with them, for one user. */
  public Configuration configuration() {
    Configuration configuration = new Configuration();
    values.forEach(configuration::set);
    return configuration;
  }
}
