package dev.relabel.platform.embedded;

import dev.relabel.image.ImageDecoder;
import dev.relabel.platform.local.LocalVideo;
import dev.relabel.video.FileBytes;
import dev.relabel.video.VideoReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Videos that are open: those used last, so that a call for the frame after the last one goes on
 * from there. There are never more than {@value #MOST}; who finds all of them in use waits.
 *
 * <p>Safe for use by several threads, each of which has a reader for itself while it uses it.
 */
final class OpenVideos implements AutoCloseable {
  /** A decoder of large frames takes some hundred megabytes. */
  private static final int MOST = 4;

  private final Semaphore free = new Semaphore(MOST, true);

  /** Those that nobody uses, the one used last at the end; guarded by this. */
  private final List<OpenVideo> idle = new ArrayList<>();

  private int inUse;
  private boolean isClosed;

  /** What is done with a reader. */
  @FunctionalInterface
  interface Use<T> {
    T of(VideoReader reader) throws IOException;
  }

  /** A reader, and where it is: the next frame that costs it nothing to reach. */
  private static final class OpenVideo {
    private final LocalVideo video;
    private final FileBytes bytes;
    private final VideoReader reader;
    private long next;

    OpenVideo(LocalVideo video) throws IOException {
      this.video = video;
      this.bytes = new FileBytes(video.file());
      try {
        this.reader = VideoReader.open(bytes, ImageDecoder.DEFAULT_MAX_PIXELS);
      } catch (IOException | RuntimeException e) {
        bytes.close();
        throw e;
      }
    }

    void close() throws IOException {
      try (bytes) {
        reader.close();
      }
    }
  }

  /**
   * Opens a video, or takes one that is open, and uses it.
   *
   * @param frame the frame that is wanted of it
   * @throws dev.relabel.video.UnreadableVideoException if it cannot be read as a video
   */
  <T> T use(LocalVideo video, long frame, Use<T> use) throws IOException {
    free.acquireUninterruptibly();
    try {
      OpenVideo open = take(video, frame);
      if (open == null) {
        open = open(video);
      }
      boolean isWhole = false;
      try {
        T result = use.of(open.reader);
        open.next = frame + 1;
        isWhole = true;
        return result;
      } finally {
        giveBack(open, isWhole);
      }
    } finally {
      free.release();
    }
  }

  /** The open one that is nearest before a frame. */
  private synchronized @Nullable OpenVideo take(LocalVideo video, long frame) {
    OpenVideo best = null;
    for (OpenVideo each : idle) {
      if (each.video == video && (best == null || isNearer(each.next, best.next, frame))) {
        best = each;
      }
    }
    if (best != null) {
      idle.remove(best);
      inUse++;
    }
    return best;
  }

  private static boolean isNearer(long next, long than, long frame) {
    return next <= frame ? than > frame || next > than : than > frame && next < than;
  }

  private OpenVideo open(LocalVideo video) throws IOException {
    OpenVideo oldest = null;
    synchronized (this) {
      if (isClosed) {
        throw new IllegalStateException("The server is being stopped");
      }
      inUse++;
      if (idle.size() + inUse > MOST) {
        oldest = idle.remove(0);
      }
    }
    boolean isOpen = false;
    try {
      if (oldest != null) {
        oldest.close();
      }
      OpenVideo opened = new OpenVideo(video);
      isOpen = true;
      return opened;
    } finally {
      if (!isOpen) {
        synchronized (this) {
          inUse--;
        }
      }
    }
  }

  /** Keeps a reader for the next one; what failed may have lost its place. */
  private void giveBack(OpenVideo open, boolean isWhole) throws IOException {
    synchronized (this) {
      inUse--;
      if (isWhole && !isClosed) {
        idle.add(open);
        return;
      }
    }
    open.close();
  }

  /** Closes what is idle now, and what is in use when it no longer is. */
  @Override
  public void close() throws IOException {
    List<OpenVideo> closed;
    synchronized (this) {
      isClosed = true;
      closed = List.copyOf(idle);
      idle.clear();
    }
    for (OpenVideo each : closed) {
      each.close();
    }
  }
}
