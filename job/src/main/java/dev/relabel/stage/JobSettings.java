package dev.relabel.stage;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What every predicting task of a run needs to know; shipped to executors.
 *
 * @param runId the run's identity
 * @param model the model
 * @param batchSize images per model call, 0 to let the device decide
 * @param maxPixels limit of width × height of one image
 * @param cores cores of each process, for decoding threads; 0 for all that its machine has
 * @param platform the platform, absent if nothing is read from one
 */
record JobSettings(
    String runId,
    RunModel model,
    int batchSize,
    long maxPixels,
    int cores,
    @Nullable PlatformAccess platform)
    implements Serializable {}
