package dev.relabel.run;

import java.io.Serializable;
import java.util.Objects;

/**
 * One image to predict.
 *
 * @param itemId stable identity within any run over the same input, such as {@code image:1013} or a
 *     file's address
 * @param source where the bytes come from, for people: a file's address, or the platform's
 * @param platform the platform's kind, such as {@code supervisely}; empty for files
 * @param projectId project on the platform, 0 for files
 * @param datasetId dataset on the platform, 0 for files
 * @param imageId image on the platform, 0 for files
 * @param name the image's name with the folders or datasets above it, joined by slashes
 * @param width width that the source reports in pixels, 0 when it reports none
 * @param height height that the source reports in pixels, 0 when it reports none
 * @param bytes size of the encoded image that the source reports, 0 when it reports none
 */
public record WorkItem(
    String itemId,
    String source,
    String platform,
    long projectId,
    long datasetId,
    long imageId,
    String name,
    int width,
    int height,
    long bytes)
    implements Serializable {
  public WorkItem {
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(name, "name");
  }

  /** An image whose encoded size nobody has told. */
  public WorkItem(
      String itemId,
      String source,
      String platform,
      long projectId,
      long datasetId,
      long imageId,
      String name,
      int width,
      int height) {
    this(itemId, source, platform, projectId, datasetId, imageId, name, width, height, 0);
  }

  /**
   * A file on a Hadoop file system.
   *
   * @param address its full address
   * @param name its path below the folder that was named as input
   */
  public static WorkItem file(String address, String name) {
    return new WorkItem(address, address, "", 0, 0, 0, name, 0, 0);
  }
}
