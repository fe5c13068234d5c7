package dev.relabel.stage;

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
import dev.relabel.source.WorkItemFetcher;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Puts files that were predicted onto the platform, which is where their labels go: once each,
 * however often it is tried, as each image carries the mark of its file. Safe for use by several
 * threads.
 */
final class FileUploads {
  /** Files of a call of the platform, if they are small. */
  static final int AT_ONCE = 8;

  /** A call holds no more than this, and one file. */
  private static final long MOST_BYTES = 8 << 20;

  /** Whole files are held: so many calls' files at a time in this process. */
  private static final Semaphore CALLS = new Semaphore(8);

  private static final String TURN =
      "the file says that it is to be turned. Turn it itself, for example with mogrify -auto-orient, and run again.";

  private final Platform platform;
  private final WorkItemFetcher fetcher;
  private final Runnable mayWrite;
  private final int wave;

  /**
   * @param mayWrite fails if the run is somebody else's by now
   * @param wave of a file that two waves name, each has its own image
   */
  FileUploads(Platform platform, WorkItemFetcher fetcher, Runnable mayWrite, int wave) {
    this.platform = platform;
    this.fetcher = fetcher;
    this.mayWrite = mayWrite;
    this.wave = wave;
  }

  /** Files that are to be images of a dataset, and what has become of those that are no more. */
  private record Uploading(
      DatasetId into, Map<PlannedChange, ImageId> there, Map<ImageId, String> failed) {
    void fail(PlannedChange planned, String why) {
      failed.put(planned.before().image(), why);
    }
  }

  /**
   * The images of files in a dataset, put there if need be.
   *
   * @param into the dataset
   */
  Copied of(List<PlannedChange> planned, DatasetId into) {
    Uploading uploading = new Uploading(into, new HashMap<>(), new HashMap<>());
    Map<PlannedChange, NewImage> part = new LinkedHashMap<>();
    long bytes = 0;
    try {
      CALLS.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The task ends before its files are uploaded");
    }
    try {
      for (PlannedChange each : planned) {
        Optional<NewImage> image = fetched(each, uploading);
        image.ifPresent(found -> part.put(each, found));
        bytes += image.map(found -> found.file().length).orElse(0);
        if (bytes >= MOST_BYTES) {
          upload(part, uploading);
          part.clear();
          bytes = 0;
        }
      }
      upload(part, uploading);
    } finally {
      CALLS.release();
    }
    return copied(planned, uploading);
  }

  /**
   * The images of files that are in a dataset; nothing is put there. A file that has none stands
   * for itself.
   */
  Copied existing(List<PlannedChange> planned, DatasetId in) {
    List<String> names =
        planned.stream()
            .flatMap(each -> ImageTitles.every(each.name(), mark(each)).stream())
            .distinct()
            .toList();
    Map<String, ImageId> byMark = new HashMap<>();
    platform.imagesNamed(in, names).forEach(each -> byMark.put(each.mark(), each.image().id()));
    Uploading found = new Uploading(in, new HashMap<>(), new HashMap<>());
    for (PlannedChange each : planned) {
      ImageId image = byMark.get(mark(each));
      if (image != null) {
        found.there().put(each, image);
      }
    }
    return copied(planned, found);
  }

  private static Copied copied(List<PlannedChange> planned, Uploading uploading) {
    return new Copied(
        uploading.into(),
        planned.stream()
            .map(each -> uploading.there().getOrDefault(each, each.before().image()))
            .toList(),
        uploading.failed());
  }

  private Optional<NewImage> fetched(PlannedChange planned, Uploading uploading) {
    Fetched fetched =
        fetcher.fetch(List.of(WorkItem.file(planned.itemId(), planned.name()))).get(0);
    if (!(fetched instanceof Bytes bytes)) {
      uploading.fail(
          planned, fetched instanceof Missing missing ? missing.message() : "it is no image file");
      return Optional.empty();
    }
    byte[] file = bytes.encoded();
    if (!Sha256.hex(file).equals(planned.contentSha256())) {
      uploading.fail(planned, "the file has changed since it was predicted");
      return Optional.empty();
    }
    if (isTurnedUnseen(file)) {
      uploading.fail(planned, TURN); // its sides do not tell how the platform takes it
      return Optional.empty();
    }
    return Optional.of(new NewImage(ImageTitles.first(planned.name(), file), file, mark(planned)));
  }

  /** The same at every try, and another for every file, whatever its name and content. */
  private String mark(PlannedChange planned) {
    return Sha256.ofText(wave + " " + planned.itemId()).substring(0, 16);
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

  private void upload(Map<PlannedChange, NewImage> images, Uploading uploading) {
    if (images.isEmpty()) {
      return;
    }
    try {
      call(images, uploading);
    } catch (NameTakenException | RefusedContentException e) {
      images.forEach((planned, image) -> alone(planned, image, uploading));
    }
  }

  private void alone(PlannedChange planned, NewImage image, Uploading uploading) {
    try {
      try {
        call(Map.of(planned, image), uploading);
      } catch (NameTakenException e) {
        NewImage other =
            new NewImage(ImageTitles.other(image.name(), image.mark()), image.file(), image.mark());
        call(Map.of(planned, other), uploading);
      }
    } catch (NameTakenException | RefusedContentException e) {
      uploading.fail(planned, String.valueOf(e.getMessage()));
    }
  }

  private void call(Map<PlannedChange, NewImage> images, Uploading uploading) {
    mayWrite.run();
    List<ImageInfo> uploaded =
        platform.uploadImages(uploading.into(), List.copyOf(images.values()));
    int next = 0;
    for (PlannedChange planned : images.keySet()) {
      ImageInfo image = uploaded.get(next);
      next++;
      int width = planned.before().width();
      int height = planned.before().height();
      boolean isSame = image.width() == width && image.height() == height;
      if (isSame || image.width() == 0) {
        uploading.there().put(planned, image.id());
      } else {
        uploading.fail(
            planned,
            "the platform counts %s × %s pixels where the labels count %s × %s: %s"
                .formatted(image.width(), image.height(), width, height, TURN));
      }
    }
  }
}
