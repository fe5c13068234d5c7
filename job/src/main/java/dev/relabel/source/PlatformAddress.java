package dev.relabel.source;

import dev.relabel.image.Sha256;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.run.WorkItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Where a work item is on its platform. For a frame that is a place among {@link
 * Platform#frames()}: its video stands for the dataset and its number for the image's ID.
 *
 * <p>A file is on no platform yet: it has numbers made of its folder's name and its own address,
 * which stand for it until it is.
 *
 * @param dataset the dataset, or the video
 * @param image the image, or the frame's number
 */
public record PlatformAddress(DatasetId dataset, ImageId image) {
  /** The address of an item of a platform. */
  public static PlatformAddress of(WorkItem item) {
    if (item.platform().isEmpty()) {
      return new PlatformAddress(
          new DatasetId(number(folder(item.name()))), new ImageId(number(item.itemId())));
    }
    return item.videoId().isEmpty() || item.frame() == null
        ? new PlatformAddress(new DatasetId(item.datasetId()), new ImageId(item.imageId()))
        : new PlatformAddress(new DatasetId(item.videoId()), new ImageId(item.frame().index()));
  }

  /** The folders of a name, joined by slashes; empty if it has none. */
  public static String folder(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /** The last part of a name. */
  public static String file(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static long number(String text) {
    byte[] hash = HexFormat.of().parseHex(Sha256.hex(text.getBytes(StandardCharsets.UTF_8)));
    return ByteBuffer.wrap(hash).getLong() & Long.MAX_VALUE;
  }
}
