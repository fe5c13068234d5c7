package dev.relabel.platform.embedded;

import dev.relabel.image.Picture;
import dev.relabel.platform.local.LocalVideo;
import dev.relabel.video.FrameAddress;
import dev.relabel.video.UnreadableVideoException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in the files of videos. To find a video's frames its whole file is read, once for each of
 * the {@value #KNOWN} videos used last; a file must not change while it is served. Thread-safe.
 */
final class VideoFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VideoFiles.class);

  /** An hour at 60 frames a second takes 2 MB. */
  private static final int KNOWN = 64;

  private final OpenVideos open = new OpenVideos();

  /** Guarded by itself, never while a file is read. */
  private final Map<LocalVideo, FutureTask<VideoFacts>> known =
      new LinkedHashMap<>(16, 0.75f, true);

  /**
   * What a video's file tells; {@link VideoFacts#NONE} if it cannot be read as a video.
   *
   * @throws java.nio.file.NoSuchFileException if the file is gone
   * @throws IOException if it cannot be read at all
   */
  VideoFacts facts(LocalVideo video) throws IOException {
    video.attributes(); // known or not, what is gone is not served
    FutureTask<VideoFacts> task;
    synchronized (known) {
      task = known.computeIfAbsent(video, each -> new FutureTask<>(() -> read(each)));
      if (known.size() > KNOWN) {
        known.remove(known.keySet().iterator().next());
      }
    }
    task.run(); // once, whoever comes first
    try {
      return task.get();
    } catch (ExecutionException e) {
      synchronized (known) {
        known.remove(video, task);
      }
      throw new IOException("Cannot read %s".formatted(video.file()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while %s was read".formatted(video.file()), e);
    }
  }

  private VideoFacts read(LocalVideo video) throws IOException {
    try {
      return open.use(video, 0, VideoFacts::of);
    } catch (UnreadableVideoException e) {
      LOG.warn("Video {} is listed without frames: {}", video.file(), e.getMessage());
      return VideoFacts.NONE;
    }
  }

  /**
   * One frame, upright, as a PNG file: without loss, so that clients get the pixels that there are.
   *
   * @throws UnreadableVideoException if it cannot be decoded
   */
  byte[] png(LocalVideo video, FrameAddress frame) throws IOException {
    try (Picture picture = open.use(video, frame.frame(), reader -> reader.picture(frame))) {
      return picture.toPng();
    }
  }

  /** Closes all files. */
  @Override
  public void close() throws IOException {
    open.close();
  }
}
