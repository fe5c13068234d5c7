package dev.relabel.testing;

import dev.relabel.stage.SparkSessions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Spark session for all commands of a test class: they use the one that their process has. What
 * is about Spark's beginning and end is tested without it.
 */
public final class SharedSpark implements BeforeAllCallback, AfterAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    SparkSessions.open(null, note -> {});
  }

  @Override
  public void afterAll(ExtensionContext context) {
    SparkSessions.ofThisProcess().ifPresent(SparkSession::stop);
  }
}
