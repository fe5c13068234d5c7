package dev.relabel.client;

import dev.relabel.annotation.Annotation;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Rectangle;
import dev.relabel.drawing.ClassColours;
import dev.relabel.drawing.Drawing;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.platform.format.AnnotationJson;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Found;
import dev.relabel.predict.ImageFetcher.Missing;
import dev.relabel.predict.LabelFrame;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import dev.relabel.run.WorkItem;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one image or frame: its labels, or the problem that it has. All lists are in the
 * same order, best score first. Immutable; its pictures are fetched again when asked for.
 */
public final class Prediction {
  private final Outcome<Item> outcome;
  private final Optional<String> unwritten;
  private final Opened model;
  private final long maxPixels;

  Prediction(Outcome<Item> outcome, Optional<String> unwritten, Opened model, long maxPixels) {
    this.outcome = outcome;
    this.unwritten = unwritten;
    this.model = model;
    this.maxPixels = maxPixels;
  }

  /**
   * Why the image could not be predicted: then there are no labels. Of an upload also why labels
   * were not written as they are here: the platform refused them, or somebody worked on them.
   */
  public Optional<String> problem() {
    return outcome instanceof Rejected<Item> rejected
        ? Optional.of("%s: %s".formatted(rejected.cause(), rejected.message()))
        : unwritten;
  }

  /**
   * Where the image is from: its path or address, {@code ADDRESS#frame=N} for a frame, {@code
   * image:ID} for an image of the platform, {@code image N} for one in memory, counted from 1.
   */
  public String source() {
    return outcome.item().source();
  }

  /** The image's name with the folders, datasets or the video above it; empty for one in memory. */
  public String name() {
    return work().map(WorkItem::name).orElse("");
  }

  private Optional<WorkItem> work() {
    return outcome.item() instanceof Item.Elsewhere there
        ? Optional.of(there.work())
        : Optional.empty();
  }

  /** The file of an image or video; empty if it is from elsewhere. */
  public Optional<String> imagePath() {
    return file().filter(address -> !isOnWeb(address));
  }

  /** The address on the web; empty if it is from elsewhere. */
  public Optional<String> imageUrl() {
    return file().filter(Prediction::isOnWeb);
  }

  private Optional<String> file() {
    return work().filter(work -> work.platform().isEmpty()).map(WorkItem::source);
  }

  private static boolean isOnWeb(String address) {
    return address.regionMatches(true, 0, "http://", 0, 7)
        || address.regionMatches(true, 0, "https://", 0, 8);
  }

  /** The project on the platform; empty if it is from elsewhere. */
  public Optional<String> projectId() {
    return id(work().map(WorkItem::projectId).orElse(""));
  }

  /** The dataset on the platform; empty if it is from elsewhere. */
  public Optional<String> datasetId() {
    return id(work().map(WorkItem::datasetId).orElse(""));
  }

  /** The image on the platform; empty if it is from elsewhere. */
  public Optional<String> imageId() {
    return id(work().map(WorkItem::imageId).orElse(""));
  }

  private static Optional<String> id(String id) {
    return Optional.of(id).filter(text -> !text.isEmpty());
  }

  /** The video on the platform; empty if it is from elsewhere. */
  public Optional<String> videoId() {
    return id(work().map(WorkItem::videoId).orElse(""));
  }

  /** The frame's number in its video, from 0; empty for images. */
  public OptionalLong frameIndex() {
    return work()
        .map(WorkItem::frame)
        .map(frame -> OptionalLong.of(frame.index()))
        .orElse(OptionalLong.empty());
  }

  /** The labels, best score first. */
  public List<Label> labels() {
    return outcome instanceof Predicted<Item> predicted ? predicted.labels() : List.of();
  }

  /**
   * The labels with the size of the image that their pixels count in.
   *
   * @throws IllegalStateException if it could not be predicted
   */
  public Annotation annotation() {
    if (outcome instanceof Predicted<Item> predicted) {
      return Annotation.of(predicted.width(), predicted.height(), predicted.labels());
    }
    throw new IllegalStateException("There is no annotation: " + problem().orElse(""));
  }

  /**
   * The annotation as Supervisely's JSON.
   *
   * @throws IllegalStateException if it could not be predicted
   */
  public String toAnnotation() {
    return AnnotationJson.write(annotation()).toString();
  }

  /**
   * The box around each label in pixels: {@code x1, y1, x2, y2}, origin top left, {@code x2} and
   * {@code y2} just behind the last column and row.
   */
  public double[][] boxes() {
    return labels().stream()
        .map(label -> label.geometry().bounds())
        .map(Prediction::corners)
        .toArray(double[][]::new);
  }

  private static double[] corners(Rectangle box) {
    return new double[] {box.left(), box.top(), box.right(), box.bottom()};
  }

  /** The mask of each label; empty for those of other shapes. */
  public List<Optional<Mask>> masks() {
    return labels().stream()
        .map(
            label ->
                label.geometry() instanceof Mask mask ? Optional.of(mask) : Optional.<Mask>empty())
        .toList();
  }

  /** The score of each label, 0–1; 1 where the model gives none. */
  public double[] scores() {
    return labels().stream().mapToDouble(label -> label.score().orElse(1)).toArray();
  }

  /**
   * The track of each label: the number of the object in its video; empty where none was found or
   * looked for.
   */
  public List<OptionalLong> tracks() {
    return labels().stream().map(Label::track).toList();
  }

  /** The class of each label. */
  public List<String> classes() {
    return labels().stream().map(Label::className).toList();
  }

  /**
   * The image, upright, fetched again.
   *
   * @throws PredictionException if it is not to be had any more
   */
  public BufferedImage loadImage() {
    try (Picture picture = picture()) {
      return picture.toBufferedImage();
    }
  }

  /**
   * The image, upright, with the labels drawn on it.
   *
   * @throws PredictionException if it is not to be had any more
   */
  public BufferedImage draw() {
    try (Picture picture = picture()) {
      LabelFrame frame =
          outcome instanceof Predicted<Item> predicted
              ? LabelFrame.of(picture, predicted.width(), predicted.height())
              : LabelFrame.of(picture, 0, 0);
      return Drawing.on(
              picture.width(),
              picture.height(),
              picture.toRgb(),
              new ClassColours(model.classNames()))
          .draw(frame.toUpright(labels()))
          .image();
    }
  }

  private Picture picture() {
    Fetched fetched;
    try (ItemFetcher fetcher = model.fetcher(maxPixels)) {
      fetched = fetcher.fetch(List.of(outcome.item())).get(0);
    }
    if (fetched instanceof Missing missing) {
      throw new PredictionException(missing.message(), new IllegalStateException(missing.cause()));
    }
    try {
      return ((Found) fetched).decode(new ImageDecoder(maxPixels));
    } catch (UnreadableImageException e) {
      throw new PredictionException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(source(), problem().orElseGet(() -> classes().toString()));
  }
}
