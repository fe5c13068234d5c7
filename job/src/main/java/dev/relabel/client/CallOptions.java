package dev.relabel.client;

import dev.relabel.publish.UploadMode;
import dev.relabel.track.TrackingSettings;
import dev.relabel.video.FrameRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of a call.
 *
 * @param settings of the model and of the merge, by name
 * @param batchSize images per call of the model, 0 if the device decides
 * @param isRecursive whether what lies below is taken
 * @param frames which frames of videos
 * @param isTracking whether objects are followed through videos
 * @param maxPixels largest width × height
 * @param run of a run on Spark
 */
record CallOptions(
    Map<String, Object> settings,
    int batchSize,
    boolean isRecursive,
    FrameRange frames,
    boolean isTracking,
    long maxPixels,
    SparkOptions run)
    implements Options {
  /**
   * How Spark predicts.
   *
   * @param isAsked whether it does also if nothing is uploaded
   * @param mode how labels are written; null to write none
   * @param directory where the run is kept; null for a new one
   * @param waveSize images after which it is safe and tells its predictions
   */
  record SparkOptions(
      boolean isAsked, @Nullable UploadMode mode, @Nullable String directory, int waveSize) {
    private static final int WAVE_SIZE = 10_000;

    static final SparkOptions NONE = new SparkOptions(false, null, null, WAVE_SIZE);

    SparkOptions {
      if (waveSize < 1) {
        throw new IllegalArgumentException("A wave has at least one image, not " + waveSize);
      }
    }
  }

  CallOptions {
    settings = Map.copyOf(settings);
    if (batchSize < 0) {
      throw new IllegalArgumentException("A batch has at least one image, not " + batchSize);
    }
    if (maxPixels < 1) {
      throw new IllegalArgumentException("An image has at least one pixel, not " + maxPixels);
    }
  }

  static CallOptions of(Options options) {
    return (CallOptions) options;
  }

  /**
   * How objects are followed through videos, if that is wanted.
   *
   * @throws IllegalArgumentException if its settings are wrong, or there are some and it is not
   */
  Optional<TrackingSettings> tracker() {
    List<String> ofTracking =
        settings.keySet().stream().filter(TrackingSettings.KEYS::contains).sorted().toList();
    if (!isTracking && !ofTracking.isEmpty()) {
      throw new IllegalArgumentException("%s want tracking()".formatted(ofTracking));
    }
    return isTracking ? Optional.of(TrackingSettings.of(settings)) : Optional.empty();
  }

  Optional<UploadMode> upload() {
    return Optional.ofNullable(run.mode());
  }

  /** Whether a run on Spark predicts. */
  boolean isOnSpark() {
    return run.isAsked() || run.mode() != null;
  }

  private CallOptions running(SparkOptions changed) {
    return new CallOptions(
        settings, batchSize, isRecursive, frames, isTracking, maxPixels, changed);
  }

  @Override
  public Options uploading(UploadMode chosen) {
    return running(new SparkOptions(run.isAsked(), chosen, run.directory(), run.waveSize()));
  }

  @Override
  public Options onSpark() {
    return running(new SparkOptions(true, run.mode(), run.directory(), run.waveSize()));
  }

  @Override
  public Options runDirectory(String chosen) {
    return running(new SparkOptions(run.isAsked(), run.mode(), chosen, run.waveSize()));
  }

  @Override
  public Options waveSize(int images) {
    return running(new SparkOptions(run.isAsked(), run.mode(), run.directory(), images));
  }

  @Override
  public Options settings(Map<String, ?> more) {
    Map<String, Object> changed = new LinkedHashMap<>(settings);
    changed.putAll(more);
    return new CallOptions(changed, batchSize, isRecursive, frames, isTracking, maxPixels, run);
  }

  @Override
  public Options batchSize(int images) {
    return new CallOptions(settings, images, isRecursive, frames, isTracking, maxPixels, run);
  }

  @Override
  public Options imgSize(int side) {
    return settings(Map.of("img_size", side));
  }

  @Override
  public Options imgSize(int height, int width) {
    return settings(Map.of("img_size", List.of(height, width)));
  }

  @Override
  public Options classes(String... names) {
    return settings(Map.of("classes", List.of(names)));
  }

  @Override
  public Options conf(double score) {
    return settings(Map.of("confidence", score));
  }

  @Override
  public Options recursive() {
    return new CallOptions(settings, batchSize, true, frames, isTracking, maxPixels, run);
  }

  @Override
  public Options frames(
      long stride,
      long start,
      @Nullable Long end,
      @Nullable Long count,
      @Nullable Double duration) {
    FrameRange range = new FrameRange(stride, start, end, count, duration);
    return new CallOptions(settings, batchSize, isRecursive, range, isTracking, maxPixels, run);
  }

  @Override
  public Options stride(long each) {
    return frames(each, frames.start(), frames.end(), frames.count(), frames.duration());
  }

  @Override
  public Options maxPixels(long pixels) {
    return new CallOptions(settings, batchSize, isRecursive, frames, isTracking, pixels, run);
  }

  @Override
  public Options tracking() {
    return new CallOptions(settings, batchSize, isRecursive, frames, true, maxPixels, run);
  }
}
