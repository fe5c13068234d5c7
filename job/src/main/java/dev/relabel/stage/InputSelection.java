package dev.relabel.stage;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.VideoId;
import dev.relabel.run.WorkItem;
import dev.relabel.source.FileSource;
import dev.relabel.source.PlatformSource;
import dev.relabel.video.FrameRange;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** What to predict: one of the kinds of input. */
public sealed interface InputSelection {

  /** A stable description for the run directory and for people. */
  String describe();

  /** Whether it needs a platform. */
  default boolean isOnPlatform() {
    return true;
  }

  /**
   * Lists the work items, as a stream.
   *
   * @param datasets what {@link #datasets} has said, so that both speak of the same ones
   */
  Iterator<WorkItem> items(PlatformOrFiles from, List<DatasetInfo> datasets);

  /**
   * What inputs are listed from.
   *
   * @param platform the open platform, used only by inputs on a platform
   * @param kind the platform's kind
   * @param hadoop settings of the file systems
   * @param maxPixels limit of width × height of one image
   */
  record PlatformOrFiles(
      @Nullable Platform platform, String kind, Configuration hadoop, long maxPixels) {
    PlatformSource platformSource() {
      return new PlatformSource(requiredPlatform(), kind);
    }

    Platform requiredPlatform() {
      if (platform == null) {
        throw new IllegalStateException("This input needs a platform");
      }
      return platform;
    }
  }

  /**
   * The datasets that the input lies in; none for files. Fails if what was named does not exist.
   */
  default List<DatasetInfo> datasets(PlatformOrFiles from) {
    return List.of();
  }

  /**
   * Whether it is frames of videos of a platform, as far as that is known without listing them.
   *
   * @param datasets what {@link #datasets} has said
   */
  default boolean isOfVideos(PlatformOrFiles from, List<DatasetInfo> datasets) {
    return false;
  }

  private static boolean holdVideos(PlatformOrFiles from, List<DatasetInfo> datasets) {
    return !datasets.isEmpty()
        && from.requiredPlatform().project(datasets.get(0).project()).kind().equals(VIDEOS);
  }

  /** What a project of videos calls its kind. */
  String VIDEOS = "videos";

  private static Iterator<WorkItem> itemsOf(
      List<DatasetInfo> datasets, FrameRange range, PlatformOrFiles from) {
    return holdVideos(from, datasets)
        ? from.platformSource().framesOf(datasets, range)
        : from.platformSource().imagesOf(datasets);
  }

  private static String of(FrameRange range) {
    String frames = range.describe();
    return frames.isEmpty() ? "" : ", frames: " + frames;
  }

  /**
   * A whole project with its nested datasets.
   *
   * @param range which frames, if it is a project of videos
   */
  record Project(ProjectId id, FrameRange range) implements InputSelection {
    @Override
    public String describe() {
      return "project " + id + of(range);
    }

    @Override
    public boolean isOfVideos(PlatformOrFiles from, List<DatasetInfo> datasets) {
      return holdVideos(from, datasets);
    }

    @Override
    public Iterator<WorkItem> items(PlatformOrFiles from, List<DatasetInfo> datasets) {
      return itemsOf(datasets, range, from);
    }

    @Override
    public List<DatasetInfo> datasets(PlatformOrFiles from) {
      return from.requiredPlatform().datasets(id);
    }
  }

  /**
   * Some datasets.
   *
   * @param range which frames, if they are datasets of videos
   */
  record Datasets(List<DatasetId> ids, PlatformSource.Nested nested, FrameRange range)
      implements InputSelection {
    public Datasets {
      ids = List.copyOf(ids);
    }

    @Override
    public String describe() {
      return "datasets "
          + ids
          + (nested == PlatformSource.Nested.INCLUDED ? " and below" : "")
          + of(range);
    }

    @Override
    public boolean isOfVideos(PlatformOrFiles from, List<DatasetInfo> datasets) {
      return holdVideos(from, datasets);
    }

    @Override
    public Iterator<WorkItem> items(PlatformOrFiles from, List<DatasetInfo> datasets) {
      return itemsOf(datasets, range, from);
    }

    @Override
    public List<DatasetInfo> datasets(PlatformOrFiles from) {
      return from.platformSource().chosen(ids, nested);
    }
  }

  /** Some images. */
  record Images(List<ImageId> ids) implements InputSelection {
    public Images {
      ids = List.copyOf(ids);
    }

    @Override
    public String describe() {
      return "images " + ids;
    }

    @Override
    public Iterator<WorkItem> items(PlatformOrFiles from, List<DatasetInfo> datasets) {
      return from.platformSource().images(ids);
    }

    @Override
    public List<DatasetInfo> datasets(PlatformOrFiles from) {
      Set<DatasetId> datasets = new LinkedHashSet<>();
      from.platformSource()
          .images(ids)
          .forEachRemaining(item -> datasets.add(new DatasetId(item.datasetId())));
      return datasets.stream().map(from.requiredPlatform()::dataset).toList();
    }
  }

  /** Frames of some videos. */
  record Videos(List<VideoId> ids, FrameRange range) implements InputSelection {
    public Videos {
      ids = ids.stream().distinct().toList();
    }

    @Override
    public String describe() {
      return "videos " + ids + of(range);
    }

    @Override
    public boolean isOfVideos(PlatformOrFiles from, List<DatasetInfo> datasets) {
      return true;
    }

    @Override
    public Iterator<WorkItem> items(PlatformOrFiles from, List<DatasetInfo> datasets) {
      return from.platformSource().framesOfVideos(ids, range);
    }

    @Override
    public List<DatasetInfo> datasets(PlatformOrFiles from) {
      return ids.stream()
          .map(id -> from.requiredPlatform().video(id).dataset())
          .distinct()
          .map(from.requiredPlatform()::dataset)
          .toList();
    }
  }

  /**
   * Files, folders and whatever else {@link FileSource} knows.
   *
   * @param range which frames of videos
   */
  record Files(List<String> addresses, FileSource.Depth depth, FrameRange range)
      implements InputSelection {
    public Files {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String describe() {
      return "files "
          + addresses.stream().map(FileSource::describe).toList()
          + (depth == FileSource.Depth.RECURSIVE ? " and below" : "")
          + of(range);
    }

    @Override
    public boolean isOnPlatform() {
      return false;
    }

    private FileSource source(PlatformOrFiles from) {
      return new FileSource(from.hadoop(), depth, range, from.maxPixels());
    }

    @Override
    public List<DatasetInfo> datasets(PlatformOrFiles from) {
      source(from).require(addresses);
      return List.of();
    }

    @Override
    public Iterator<WorkItem> items(PlatformOrFiles from, List<DatasetInfo> datasets) {
      return source(from).images(addresses);
    }
  }
}
