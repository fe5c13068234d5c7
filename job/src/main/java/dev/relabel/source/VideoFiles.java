package dev.relabel.source;

import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Missing;
import dev.relabel.predict.ImageFetcher.Pixels;
import dev.relabel.run.WorkItem;
import dev.relabel.video.FrameAddress;
import dev.relabel.video.UnreadableVideoException;
import dev.relabel.video.VideoBytes;
import dev.relabel.video.VideoReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames of video files. One video is open at a time, as items come video by video. Safe for use by
 * several threads, of which one decodes.
 */
final class VideoFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VideoFiles.class);

  private final Configuration hadoop;
  private final long maxPixels;
  private @Nullable Opened opened;
  private String deadSource = "";
  private Missing deadAnswer = new Missing("", "");
  private volatile boolean isClosed;

  VideoFiles(Configuration hadoop, long maxPixels) {
    this.hadoop = hadoop;
    this.maxPixels = maxPixels;
  }

  private record Opened(String source, VideoBytes bytes, VideoReader reader) {}

  /** Frames of one video. */
  synchronized List<Fetched> fetch(List<WorkItem> frames) {
    List<Fetched> answers = new ArrayList<>(frames.size());
    for (WorkItem frame : frames) {
      answers.add(fetch(frame));
    }
    return answers;
  }

  private Fetched fetch(WorkItem item) {
    if (isClosed) {
      return new Missing("stopped", "The task has ended");
    }
    if (item.source().equals(deadSource)) {
      return deadAnswer;
    }
    WorkItem.Frame frame = Objects.requireNonNull(item.frame());
    try {
      VideoReader reader = reader(item.source());
      return new Pixels(reader.picture(new FrameAddress(frame.index(), frame.timestamp())));
    } catch (UnreadableVideoException e) {
      return new Missing(
          "unreadable-video",
          "%s: %s".formatted(FileSource.describe(item.source()), e.getMessage()));
    } catch (FileNotFoundException e) {
      return new Missing("not-found", "There is no file %s any more".formatted(item.source()));
    } catch (WebException e) { // tried long enough: the other frames would only wait as long
      deadSource = item.source();
      deadAnswer = new Missing(e.kind(), Web.failure(item.source(), e));
      return deadAnswer;
    } catch (IOException e) {
      throw StoredFiles.unreadable(item, e);
    }
  }

  private VideoReader reader(String source) throws IOException {
    if (opened == null || !opened.source().equals(source)) {
      closeOpened();
      VideoBytes bytes = StoredVideo.open(source, hadoop);
      try {
        opened = new Opened(source, bytes, VideoReader.open(bytes, maxPixels));
      } catch (IOException | RuntimeException e) {
        bytes.close();
        throw e;
      }
    }
    return opened.reader();
  }

  private void closeOpened() {
    if (opened != null) {
      opened.reader().close();
      try {
        opened.bytes().close();
      } catch (IOException e) {
        LOG.debug("{} could not be closed", opened.source(), e);
      }
      opened = null;
    }
  }

  @Override
  public void close() {
    isClosed = true; // whoever decodes stops at the next frame
    synchronized (this) {
      closeOpened();
    }
  }
}
