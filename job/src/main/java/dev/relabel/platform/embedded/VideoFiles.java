package dev.relabel.platform.embedded;

import dev.relabel.image.Picture;
import dev.relabel.platform.local.LocalVideo;
import dev.relabel.video.FrameAddress;
import dev.relabel.video.UnreadableVideoException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in the files of videos. To find a video's frames its whole file is read, once as long as
 * the videos used since have no more than {@value #MOST_FRAMES} frames; a file must not change
 * while it is served. Thread-safe.
 */
public final class VideoFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VideoFiles.class);

  /** Eight bytes each: 128 MB for 77 hours at 60 frames a second. */
  private static final long MOST_FRAMES = 1 << 24;

  private final OpenVideos open = new OpenVideos();

  /** Those used last at the end; guarded by itself, never while a file is read. */
  private final Map<LocalVideo, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  private long frames;

  private static final class Known {
    private final FutureTask<VideoFacts> facts;

    /** Of what was read; 0 before. */
    private long frames;

    Known(FutureTask<VideoFacts> facts) {
      this.facts = facts;
    }
  }

  /**
   * What a video's file tells; {@link VideoFacts#NONE} if it cannot be read as a video.
   *
   * @throws java.nio.file.NoSuchFileException if the file is gone
   * @throws IOException if it cannot be read at all
   */
  public VideoFacts facts(LocalVideo video) throws IOException {
    video.attributes(); // known or not, what is gone is not served
    FutureTask<VideoFacts> task;
    synchronized (known) {
      task =
          known.computeIfAbsent(video, each -> new Known(new FutureTask<>(() -> read(each)))).facts;
    }
    task.run(); // once, whoever comes first
    try {
      return task.get();
    } catch (ExecutionException e) {
      synchronized (known) {
        known.computeIfPresent(video, (key, now) -> now.facts == task ? null : now);
      }
      throw new IOException("Cannot read %s".formatted(video.file()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while %s was read".formatted(video.file()), e);
    }
  }

  private VideoFacts read(LocalVideo video) throws IOException {
    try {
      VideoFacts facts = open.use(video, 0, VideoFacts::of);
      keep(video, facts.frames());
      return facts;
    } catch (UnreadableVideoException e) {
      LOG.warn("Video {} is listed without frames: {}", video.file(), e.getMessage());
      return VideoFacts.NONE;
    }
  }

  /** Forgets those that were not used for longest, if there are too many frames now. */
  private void keep(LocalVideo video, long added) {
    synchronized (known) {
      Known read = known.get(video);
      if (read == null) {
        return;
      }
      read.frames = added;
      frames += added;
      Iterator<Known> oldest = known.values().iterator();
      while (frames > MOST_FRAMES && oldest.hasNext()) {
        Known each = oldest.next();
        if (each != read && each.frames > 0) {
          frames -= each.frames;
          oldest.remove();
        }
      }
    }
  }

  /**
   * One frame, upright, as a PNG file: without loss, so that clients get the pixels that there are.
   *
   * @throws UnreadableVideoException if it cannot be decoded
   */
  public byte[] png(LocalVideo video, FrameAddress frame) throws IOException {
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
