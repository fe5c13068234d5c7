package dev.relabel.stage;

import dev.relabel.platform.PlatformConnection;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What every task of a run needs to know; shipped to executors.
 *
 * @param runId the run's identity
 * @param model the model
 * @param batchSize images per model call, 0 to let the device decide
 * @param maxPixels limit of width × height of one image
 * @param cores cores of each process, for decoding threads; 0 for all that its machine has
 * @param connection the platform, absent if nothing on a platform is read or written
 * @param processes how many executors share the job's rate limit
 */
record JobSettings(
    String runId,
    ShippedModel model,
    int batchSize,
    long maxPixels,
    int cores,
    @Nullable PlatformConnection connection,
    int processes)
    implements Serializable {

  PlatformConnection requiredConnection() {
    if (connection == null) {
      throw new IllegalStateException("The run uses a platform, but none is set");
    }
    return connection;
  }
}
