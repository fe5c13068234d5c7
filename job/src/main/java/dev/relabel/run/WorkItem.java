package dev.relabel.run;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One image to predict: a file, an image of a platform, or a frame of a video.
 *
 * @param itemId stable identity within any run over the same input, such as {@code image:1013} or a
 *     file's address, with {@code #frame=30} behind it for a frame
 * @param source where the bytes come from, for people: a file's address, or the platform's
 * @param platform the platform's kind, such as {@code supervisely}; empty for files
 * @param projectId project on the platform, empty for files
 * @param datasetId dataset on the platform, empty for files
 * @param imageId image on the platform, empty for files and frames
 * @param videoId video on the platform of which it is a frame, else empty
 * @param name the image's name with the folders or datasets above it, joined by slashes
 * @param width width that the source reports in pixels, 0 when it reports none
 * @param height height that the source reports in pixels, 0 when it reports none
 * @param bytes how much memory its bytes will take, as far as the source tells: of the encoded
 *     image, for a frame of its pixels; 0 when unknown
 * @param frame which frame of a video it is; null for images
 * @param problem why it cannot be predicted, found while it was listed; empty if nothing is wrong
 */
public record WorkItem(
    String itemId,
    String source,
    String platform,
    String projectId,
    String datasetId,
    String imageId,
    String videoId,
    String name,
    int width,
    int height,
    long bytes,
    @Nullable Frame frame,
    String problem)
    implements Serializable {
  public WorkItem {
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(projectId, "projectId");
    Objects.requireNonNull(datasetId, "datasetId");
    Objects.requireNonNull(imageId, "imageId");
    Objects.requireNonNull(videoId, "videoId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(problem, "problem");
  }

  /**
   * A frame of a video.
   *
   * @param index its number in the video, from 0, in the order in which frames are shown
   * @param timestamp when it is shown, in the video's own units; null if that does not tell it
   */
  public record Frame(long index, @Nullable Long timestamp) implements Serializable {}

  /** An image whose encoded size nobody has told. */
  public WorkItem(
      String itemId,
      String source,
      String platform,
      String projectId,
      String datasetId,
      String imageId,
      String name,
      int width,
      int height) {
    this(
        itemId, source, platform, projectId, datasetId, imageId, "", name, width, height, 0, null,
        "");
  }

  /**
   * A file on a Hadoop file system or on the web.
   *
   * @param address its full address
   * @param name its path below the folder that was named as input
   */
  public static WorkItem file(String address, String name) {
    return new WorkItem(address, address, "", "", "", "", name, 0, 0);
  }

  /**
   * A frame of a video.
   *
   * @param video the video as an item
   * @param pixelBytes how much memory its pixels take
   */
  public static WorkItem frame(WorkItem video, Frame frame, long pixelBytes) {
    return new WorkItem(
        "%s#frame=%s".formatted(video.itemId(), frame.index()),
        video.source(),
        video.platform(),
        video.projectId(),
        video.datasetId(),
        video.imageId(),
        video.videoId(),
        String.format(Locale.ROOT, "%s/%06d", video.name(), frame.index()),
        video.width(),
        video.height(),
        pixelBytes,
        frame,
        "");
  }

  /** This, which cannot be predicted. */
  public WorkItem unusable(String why) {
    return new WorkItem(
        itemId, source, platform, projectId, datasetId, imageId, videoId, name, width, height,
        bytes, frame, why);
  }
}
