package dev.relabel.client;

import dev.relabel.image.ImageDecoder;
import dev.relabel.publish.UploadMode;
import dev.relabel.video.FrameRange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to predict. Immutable: each method gives changed options. */
public sealed interface Options permits CallOptions {
  /** The model's own settings, all frames of videos. */
  Options DEFAULT =
      new CallOptions(
          Map.of(),
          0,
          false,
          FrameRange.ALL,
          false,
          ImageDecoder.DEFAULT_MAX_PIXELS,
          CallOptions.SparkOptions.NONE);

  /** The default options, {@linkplain #uploading uploading}. */
  static Options upload(UploadMode mode) {
    return DEFAULT.uploading(mode);
  }

  /**
   * Also writes the labels to the platform. Such a call runs as a Spark job with a run directory,
   * with all that the command's {@code --upload} promises; its predictions come when they are
   * written. The input has to be one project, or datasets, images or videos of one; or files, with
   * {@link UploadMode#CREATE}, which are uploaded to a new project in the workspace of {@code
   * WORKSPACE_ID}.
   */
  Options uploading(UploadMode mode);

  /**
   * Predicts as a Spark job, on the session that {@link Relabel#with} was given or on this
   * machine's cores, with a run directory: for inputs that are more than one machine's. Predictions
   * come {@linkplain #waveSize wave by wave}. The input has to be files or one of the platform's.
   * As without Spark, what goes wrong with an image is its {@link Prediction#problem}, and a
   * failure of the run itself ends the call.
   */
  Options onSpark();

  /**
   * How many images an upload, or a run on Spark, does at a time: their predictions come together,
   * and a crash loses no more than them.
   *
   * @param images at least 1; 10 000 if nothing is said
   */
  Options waveSize(int images);

  /**
   * Where the run of an upload, or on Spark, is kept; one that exists is continued.
   *
   * @param directory a path or address; a new one in {@code relabel-runs} if nothing is said
   */
  Options runDirectory(String directory);

  /** Settings of the model by name, as {@code docs/models.md} lists them; added to those so far. */
  Options settings(Map<String, ?> more);

  /**
   * Images per call of the model.
   *
   * @param images at least 1; 0 lets the device decide
   */
  Options batchSize(int images);

  /** The size of a square model input, for models that leave it open. */
  Options imgSize(int side);

  /** The size of the model's input, for models that leave it open. */
  Options imgSize(int height, int width);

  /** The classes to keep. */
  Options classes(String... names);

  /** Lowest score of a label, 0–1. */
  Options conf(double score);

  /** Also what lies below: folders in folders, datasets in datasets. */
  Options recursive();

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
  Options frames(
      long stride, long start, @Nullable Long end, @Nullable Long count, @Nullable Double duration);

  /** Each how many-th frame of videos is taken, at least 1. */
  Options stride(long each);

  /**
   * Follows objects through videos: labels of one object have the same track. Its settings are
   * among {@link #settings}.
   */
  Options tracking();

  /** Largest width × height of an image; larger ones are told as a problem. */
  Options maxPixels(long pixels);
}
