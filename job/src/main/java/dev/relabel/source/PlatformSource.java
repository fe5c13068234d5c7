package dev.relabel.source;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import dev.relabel.run.WorkItem;
import dev.relabel.video.FrameRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;

/** Images of a platform as work items, listed page by page. Confined to one thread. */
public final class PlatformSource {
  private static final int IDS_PER_CALL = 50;

  /** What an encoded frame takes at most, mostly: losslessly encoded, it comes near to that. */
  private static final long BYTES_PER_PIXEL = 2;

  private final Platform platform;
  private final String kind;
  private final Map<DatasetId, String> folders = new HashMap<>();

  /**
   * @param kind the platform's kind as work items name it, such as {@code supervisely}
   */
  public PlatformSource(Platform platform, String kind) {
    this.platform = platform;
    this.kind = kind;
  }

  /**
   * Datasets, each once.
   *
   * @param nested whether datasets below them count, too
   */
  public List<DatasetInfo> chosen(List<DatasetId> ids, Nested nested) {
    List<DatasetInfo> chosen = new ArrayList<>();
    Set<DatasetId> seen = new HashSet<>();
    for (DatasetId id : ids) {
      DatasetInfo dataset = platform.dataset(id);
      List<DatasetInfo> found =
          nested == Nested.INCLUDED ? withDescendants(dataset) : List.of(dataset);
      found.stream().filter(each -> seen.add(each.id())).forEach(chosen::add);
    }
    return chosen;
  }

  /** Images by ID; an ID named twice counts once. */
  public Iterator<WorkItem> images(List<ImageId> ids) {
    List<ImageId> distinct = ids.stream().distinct().toList();
    List<List<ImageId>> calls = new ArrayList<>();
    for (int from = 0; from < distinct.size(); from += IDS_PER_CALL) {
      calls.add(distinct.subList(from, Math.min(from + IDS_PER_CALL, distinct.size())));
    }
    Map<DatasetId, ProjectId> projects = new HashMap<>();
    return Chain.map(
        new Chain<>(calls, some -> platform.images(some).iterator()),
        image ->
            item(
                image,
                projects.computeIfAbsent(
                    image.dataset(), dataset -> platform.dataset(dataset).project())));
  }

  /** Whether datasets inside a dataset count. */
  public enum Nested {
    INCLUDED,
    LEFT_OUT
  }

  /** The platform lists parents before their children, so one pass finds all descendants. */
  private List<DatasetInfo> withDescendants(DatasetInfo root) {
    Set<DatasetId> inside = new HashSet<>(Set.of(root.id()));
    List<DatasetInfo> found = new ArrayList<>(List.of(root));
    for (DatasetInfo each : platform.datasets(root.project())) {
      if (each.parent().map(inside::contains).orElse(false) && inside.add(each.id())) {
        found.add(each);
      }
    }
    return found;
  }

  /** The images of datasets, without those of the datasets below them. */
  public Iterator<WorkItem> imagesOf(List<DatasetInfo> datasets) {
    return new Chain<>(
        datasets,
        dataset ->
            Chain.map(platform.images(dataset.id()), image -> item(image, dataset.project())));
  }

  /** The names of a dataset and those above it, each with a slash behind it. */
  private String folder(DatasetId id) {
    String known = folders.get(id);
    if (known != null) {
      return known;
    }
    DatasetInfo dataset = platform.dataset(id);
    String folder = dataset.parent().map(this::folder).orElse("") + dataset.name() + "/";
    folders.put(id, folder);
    return folder;
  }

  private WorkItem item(ImageInfo image, ProjectId project) {
    return new WorkItem(
        "image:" + image.id(),
        platform.address(),
        kind,
        project.value(),
        image.dataset().value(),
        image.id().value(),
        "",
        folder(image.dataset()) + image.name(),
        image.width(),
        image.height(),
        image.bytes(),
        null,
        "");
  }

  /** The frames of the videos of datasets, without those of the datasets below them. */
  public Iterator<WorkItem> framesOf(List<DatasetInfo> datasets, FrameRange range) {
    return new Chain<>(
        datasets,
        dataset ->
            new Chain<>(
                () -> platform.videos(dataset.id()),
                video -> framesOf(video, dataset.project(), range)));
  }

  /** The frames of videos by ID. */
  public Iterator<WorkItem> framesOfVideos(List<VideoId> ids, FrameRange range) {
    return new Chain<>(
        ids,
        id -> {
          VideoInfo video = platform.video(id);
          return framesOf(video, video.project(), range);
        });
  }

  /** The frames of a video; one that has none that are meant is one item that says so. */
  private Iterator<WorkItem> framesOf(VideoInfo video, ProjectId project, FrameRange range) {
    WorkItem item =
        new WorkItem(
            "video:" + video.id(),
            platform.address(),
            kind,
            project.value(),
            video.dataset().value(),
            "",
            video.id().value(),
            folder(video.dataset()) + video.name(),
            video.width(),
            video.height(),
            0,
            null,
            "");
    PrimitiveIterator.OfLong frames = range.of(video.frames());
    if (!frames.hasNext()) {
      return List.of(item.unusable(range.nothingOf(video.frames()))).iterator();
    }
    long bytes = BYTES_PER_PIXEL * video.width() * video.height();
    return Chain.map(frames, frame -> WorkItem.frame(item, new WorkItem.Frame(frame, null), bytes));
  }
}
