package dev.relabel.source;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.run.WorkItem;

/**
 * Where a work item is on its platform. For a frame that is a place among {@link
 * Platform#frames()}: its video stands for the dataset and its number for the image's ID.
 *
 * @param dataset the dataset, or the video
 * @param image the image, or the frame's number
 */
public record PlatformAddress(DatasetId dataset, ImageId image) {
  /** The address of an item of a platform. */
  public static PlatformAddress of(WorkItem item) {
    return item.videoId() == 0 || item.frame() == null
        ? new PlatformAddress(new DatasetId(item.datasetId()), new ImageId(item.imageId()))
        : new PlatformAddress(new DatasetId(item.videoId()), new ImageId(item.frame().index()));
  }
}
