package dev.relabel.client;

import dev.relabel.image.ImageDecoder;
import dev.relabel.publish.UploadMode;
import dev.relabel.video.FrameRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to predict. Immutable: each method gives changed options. */
public final class Options {
  /** The model's own settings, all frames of videos. */
  public static final Options DEFAULT =
      new Options(Map.of(), 0, false, FrameRange.ALL, ImageDecoder.DEFAULT_MAX_PIXELS, null, null);

  private final Map<String, Object> settings;
  private final int batchSize;
  private final boolean isRecursive;
  private final FrameRange frames;
  private final long maxPixels;
  private final @Nullable UploadMode upload;
  private final @Nullable String runDirectory;

  private Options(
      Map<String, Object> settings,
      int batchSize,
      boolean isRecursive,
      FrameRange frames,
      long maxPixels,
      @Nullable UploadMode upload,
      @Nullable String runDirectory) {
    this.settings = Map.copyOf(settings);
    this.batchSize = batchSize;
    this.isRecursive = isRecursive;
    this.frames = frames;
    this.maxPixels = maxPixels;
    this.upload = upload;
    this.runDirectory = runDirectory;
  }

  /**
   * Options that also write the labels to the platform; others are added to them, as this begins
   * with the defaults. Such a call runs as a Spark job with a run directory, with all that the
   * command's {@code --upload} promises; its predictions come when they are written. The input has
   * to be one project, or datasets or images of one.
   */
  public static Options upload(UploadMode mode) {
    return new Options(
        DEFAULT.settings,
        DEFAULT.batchSize,
        DEFAULT.isRecursive,
        DEFAULT.frames,
        DEFAULT.maxPixels,
        mode,
        null);
  }

  /**
   * Where the run of an upload is kept; one that exists is continued.
   *
   * @param directory a path or address; {@code relabel-runs/TIME} if nothing is said
   */
  public Options runDirectory(String directory) {
    return new Options(settings, batchSize, isRecursive, frames, maxPixels, upload, directory);
  }

  private Options with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(settings);
    changed.put(key, value);
    return new Options(changed, batchSize, isRecursive, frames, maxPixels, upload, runDirectory);
  }

  /** Settings of the model by name, as {@code docs/models.md} lists them; added to those so far. */
  public Options settings(Map<String, ?> more) {
    Map<String, Object> changed = new LinkedHashMap<>(settings);
    changed.putAll(more);
    return new Options(changed, batchSize, isRecursive, frames, maxPixels, upload, runDirectory);
  }

  /**
   * Images per call of the model.
   *
   * @param images at least 1; 0 lets the device decide
   */
  public Options batchSize(int images) {
    if (images < 0) {
      throw new IllegalArgumentException("A batch has at least one image, not " + images);
    }
    return new Options(settings, images, isRecursive, frames, maxPixels, upload, runDirectory);
  }

  /** The size of a square model input, for models that leave it open. */
  public Options imgSize(int side) {
    return with("img_size", side);
  }

  /** The size of the model's input, for models that leave it open. */
  public Options imgSize(int height, int width) {
    return with("img_size", List.of(height, width));
  }

  /** The classes to keep. */
  public Options classes(String... names) {
    return with("classes", List.of(names));
  }

  /** Lowest score of a label, 0–1. */
  public Options conf(double score) {
    return with("confidence", score);
  }

  /** Also what lies below: folders in folders, datasets in datasets. */
  public Options recursive() {
    return new Options(settings, batchSize, true, frames, maxPixels, upload, runDirectory);
  }

  /**
   * Which frames of videos; {@code docs/inputs.md} says how these work together.
   *
   * @param stride each how many-th frame is taken, at least 1
   * @param start the first frame, from 0
   * @param end the first frame that is not taken any more; null for none
   * @param count how many frames from the first one on, before the stride; null for all
   * @param duration only frames that are shown within so many seconds from the first one on; null
   *     for all
   * @throws IllegalArgumentException if no frame could be meant
   */
  public Options frames(
      long stride,
      long start,
      @Nullable Long end,
      @Nullable Long count,
      @Nullable Double duration) {
    FrameRange range = new FrameRange(stride, start, end, count, duration);
    return new Options(settings, batchSize, isRecursive, range, maxPixels, upload, runDirectory);
  }

  /** Each how many-th frame of videos is taken, at least 1. */
  public Options stride(long each) {
    return frames(each, frames.start(), frames.end(), frames.count(), frames.duration());
  }

  /** Largest width × height of an image; larger ones are told as a problem. */
  public Options maxPixels(long pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException("An image has at least one pixel, not " + pixels);
    }
    return new Options(settings, batchSize, isRecursive, frames, pixels, upload, runDirectory);
  }

  Map<String, Object> settings() {
    return settings;
  }

  int batchSize() {
    return batchSize;
  }

  boolean isRecursive() {
    return isRecursive;
  }

  FrameRange frames() {
    return frames;
  }

  long maxPixels() {
    return maxPixels;
  }

  Optional<UploadMode> upload() {
    return Optional.ofNullable(upload);
  }

  Optional<String> runDirectory() {
    return Optional.ofNullable(runDirectory);
  }
}
