package dev.relabel.source;

import dev.relabel.platform.Platform;
import dev.relabel.platform.Time;
import dev.relabel.predict.ImageFetcher;
import dev.relabel.run.WorkItem;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Gets work items of every kind, each from where such items are. */
public final class WorkItemFetcher implements ImageFetcher<WorkItem>, AutoCloseable {
  /** Frames that follow each other are decoded together; few enough to overlap with predicting. */
  private static final int FRAMES_AT_ONCE = 16;

  private final @Nullable Platform platform;
  private final StoredFiles files;
  private final VideoFiles videos;
  private final WebImages web = new WebImages(Time.SYSTEM);

  /**
   * @param platform where images of a platform are; null if no item is one
   * @param maxPixels largest width × height of a frame
   */
  public WorkItemFetcher(@Nullable Platform platform, Configuration hadoop, long maxPixels) {
    this.platform = platform;
    this.files = new StoredFiles(hadoop);
    this.videos = new VideoFiles(hadoop, maxPixels);
  }

  @Override
  public int groupLimit() {
    return Math.max(FRAMES_AT_ONCE, platform == null ? 1 : platform.batchLimit());
  }

  @Override
  public long knownBytes(WorkItem item) {
    return item.bytes();
  }

  @Override
  public boolean mayShareCall(WorkItem first, WorkItem second) {
    return isOnPlatform(first)
        ? isOnPlatform(second)
            && first.videoId().equals(second.videoId())
            && first.datasetId().equals(second.datasetId())
            && first.problem().isEmpty()
            && second.problem().isEmpty()
        : first.frame() != null && second.frame() != null && first.source().equals(second.source());
  }

  private static boolean isOnPlatform(WorkItem item) {
    return !item.platform().isEmpty();
  }

  @Override
  public boolean isSequential(WorkItem item) {
    return item.frame() != null && !isOnPlatform(item);
  }

  /** Takes any items; those that may not share a call are fetched by several. */
  @Override
  public List<Fetched> fetch(List<WorkItem> items) {
    List<Fetched> answers = new ArrayList<>(items.size());
    int from = 0;
    while (from < items.size()) {
      int to = from + 1;
      while (to < items.size() && mayShareCall(items.get(from), items.get(to))) {
        to++;
      }
      answers.addAll(together(items.subList(from, to)));
      from = to;
    }
    return answers;
  }

  private List<Fetched> together(List<WorkItem> items) {
    WorkItem first = items.get(0);
    if (isOnPlatform(first)) {
      if (platform == null) {
        throw new IllegalStateException("The plan holds platform images, but no platform is set");
      }
      return first.problem().isEmpty()
          ? new PlatformImages(first.videoId().isEmpty() ? platform : platform.frames())
              .fetch(items)
          : items.stream().map(WorkItemFetcher::unusable).toList();
    }
    return first.frame() != null ? videos.fetch(items) : List.of(one(first));
  }

  private Fetched one(WorkItem item) {
    if (!item.problem().isEmpty()) {
      return unusable(item);
    }
    return Web.isAddress(item.source()) ? web.fetch(item) : files.fetch(item);
  }

  private static Fetched unusable(WorkItem item) {
    return new Missing("unusable-input", item.problem());
  }

  /** Closes the video that is open. */
  @Override
  public void close() {
    videos.close();
  }
}
