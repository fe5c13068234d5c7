package dev.relabel.predict;

/**
 * Limits of one pipeline.
 *
 * @param batchSize images per model call, positive
 * @param readAhead images fetched but not yet given out, at least the batch size
 * @param readAheadBytes encoded bytes fetched but not yet given out, positive; one group of images
 *     more than that may be under way, so that a single large image is never stuck
 * @param maxPixels limit of width × height of one image
 */
public record PipelineSettings(int batchSize, int readAhead, long readAheadBytes, long maxPixels) {
  public PipelineSettings {
    if (batchSize < 1 || readAhead < batchSize || readAheadBytes < 1 || maxPixels < 1) {
      throw new IllegalArgumentException(
          "batchSize=%s readAhead=%s readAheadBytes=%s maxPixels=%s"
              .formatted(batchSize, readAhead, readAheadBytes, maxPixels));
    }
  }
}
