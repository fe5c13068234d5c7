package dev.relabel.stage;

import dev.relabel.image.ImageFormat;
import dev.relabel.image.ImageHeader;
import dev.relabel.image.Orientation;
import dev.relabel.image.Sha256;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NameTakenException;
import dev.relabel.platform.NewImage;
import dev.relabel.platform.Platform;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.predict.ImageFetcher.Bytes;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Missing;
import dev.relabel.publish.BatchWriter.Copied;
import dev.relabel.publish.PlannedChange;
import dev.relabel.run.WorkItem;
import dev.relabel.source.PlatformAddress;
import dev.relabel.source.WorkItemFetcher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts files that were predicted onto the platform, which is where their labels go: once each,
 * however often it is tried, as a name with the same content is the same image. Safe for use by
 * several threads.
 */
final class FileUploads {
  /** Whole files of this many are held at a time. */
  static final int AT_ONCE = 8;

  private static final String TURN =
      "the file says that it is to be turned. Turn it itself, for example with mogrify -auto-orient, and run again.";

  private final Platform platform;
  private final WorkItemFetcher fetcher;

  FileUploads(Platform platform, WorkItemFetcher fetcher) {
    this.platform = platform;
    this.fetcher = fetcher;
  }

  /**
   * The images of files in a dataset, put there if need be.
   *
   * @param planned the files, at most {@link #AT_ONCE}
   * @param into the dataset
   */
  Copied of(List<PlannedChange> planned, DatasetId into) {
    Map<ImageId, String> failed = new HashMap<>();
    Map<PlannedChange, NewImage> images = new LinkedHashMap<>();
    List<Fetched> fetched =
        fetcher.fetch(
            planned.stream().map(each -> WorkItem.file(each.itemId(), each.name())).toList());
    for (int i = 0; i < planned.size(); i++) {
      PlannedChange each = planned.get(i);
      if (fetched.get(i) instanceof Bytes bytes
          && !Sha256.hex(bytes.encoded()).equals(each.contentSha256())) {
        failed.put(each.before().image(), "the file has changed since it was predicted");
      } else if (fetched.get(i) instanceof Bytes bytes && isTurnedUnseen(bytes.encoded())) {
        failed.put(each.before().image(), TURN); // its sides do not tell how the platform takes it
      } else if (fetched.get(i) instanceof Bytes bytes) {
        images.put(each, new NewImage(title(each.name(), bytes.encoded()), bytes.encoded()));
      } else {
        failed.put(
            each.before().image(),
            fetched.get(i) instanceof Missing missing ? missing.message() : "it is no image file");
      }
    }
    Map<PlannedChange, ImageId> there = upload(images, into, failed);
    return new Copied(
        into,
        planned.stream().map(each -> there.getOrDefault(each, each.before().image())).toList(),
        failed);
  }

  private static boolean isTurnedUnseen(byte[] file) {
    try {
      ImageHeader header = ImageHeader.read(file);
      boolean isSeen = header.orientation().swapsSides() && header.width() != header.height();
      return header.orientation() != Orientation.UPRIGHT && !isSeen;
    } catch (UnreadableImageException e) {
      return false; // the platform is the judge of it now
    }
  }

  private Map<PlannedChange, ImageId> upload(
      Map<PlannedChange, NewImage> images, DatasetId into, Map<ImageId, String> failed) {
    Map<PlannedChange, ImageId> there = new HashMap<>();
    try {
      take(images, platform.uploadImages(into, List.copyOf(images.values())), there, failed);
    } catch (NameTakenException | RefusedContentException e) {
      images.forEach((planned, image) -> alone(planned, image, into, there, failed));
    }
    return there;
  }

  private void alone(
      PlannedChange planned,
      NewImage image,
      DatasetId into,
      Map<PlannedChange, ImageId> there,
      Map<ImageId, String> failed) {
    Map<PlannedChange, NewImage> one = Map.of(planned, image);
    try {
      take(one, platform.uploadImages(into, List.of(image)), there, failed);
    } catch (NameTakenException e) {
      NewImage other = new NewImage(anotherTitle(image.name(), planned.itemId()), image.file());
      take(one, platform.uploadImages(into, List.of(other)), there, failed);
    } catch (RefusedContentException e) {
      failed.put(planned.before().image(), String.valueOf(e.getMessage()));
    }
  }

  private static void take(
      Map<PlannedChange, NewImage> images,
      List<ImageInfo> uploaded,
      Map<PlannedChange, ImageId> there,
      Map<ImageId, String> failed) {
    int next = 0;
    for (PlannedChange planned : images.keySet()) {
      ImageInfo image = uploaded.get(next);
      next++;
      int width = planned.before().width();
      int height = planned.before().height();
      boolean isSame = image.width() == width && image.height() == height;
      if (isSame || image.width() == 0) {
        there.put(planned, image.id());
      } else {
        failed.put(
            planned.before().image(),
            "the platform counts %s × %s pixels where the labels count %s × %s: %s"
                .formatted(image.width(), image.height(), width, height, TURN));
      }
    }
  }

  /** A name that ends as its content is: platforms go by that. */
  private static String title(String name, byte[] file) {
    String title = PlatformAddress.file(name);
    String ending = title.substring(title.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ImageFormat.ofHead(Arrays.copyOf(file, Math.min(file.length, ImageFormat.HEAD_BYTES)))
        .filter(format -> !format.endings().contains(ending))
        .map(format -> title + "." + format.endings().get(0))
        .orElse(title);
  }

  /** Of two images with one name, each has the same one at every try. */
  private static String anotherTitle(String title, String itemId) {
    int dot = title.lastIndexOf('.');
    String mark = Sha256.hex(itemId.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    return dot < 0
        ? title + "-" + mark
        : title.substring(0, dot) + "-" + mark + title.substring(dot);
  }

  /** The datasets' names for the folders of files, outermost first. */
  static List<String> datasets(String folder) {
    List<String> names = new ArrayList<>();
    for (String part : folder.split("/", -1)) {
      if (!part.isBlank() && !part.equals(".") && !part.equals("..")) {
        names.add(part);
      }
    }
    return names.isEmpty() ? List.of("images") : names;
  }
}
