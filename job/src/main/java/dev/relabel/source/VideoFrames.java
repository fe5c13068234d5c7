package dev.relabel.source;

import dev.relabel.run.WorkItem;
import dev.relabel.video.FrameAddress;
import dev.relabel.video.FrameIndex;
import dev.relabel.video.FrameRange;
import dev.relabel.video.UnreadableVideoException;
import dev.relabel.video.VideoBytes;
import dev.relabel.video.VideoReader;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.apache.hadoop.conf.Configuration;

/** The frames of video files as work items. */
final class VideoFrames {
  private static final int BYTES_PER_PIXEL = 3;

  private final Configuration hadoop;
  private final FrameRange range;
  private final long maxPixels;

  VideoFrames(Configuration hadoop, FrameRange range, long maxPixels) {
    this.hadoop = hadoop;
    this.range = range;
    this.maxPixels = maxPixels;
  }

  /**
   * The frames that are meant. A video that cannot be read is one item that says so, and so is the
   * lost rest of one that is cut off, if some of it was meant.
   */
  Iterator<WorkItem> of(WorkItem video) {
    FrameIndex index;
    long bytes;
    try (VideoBytes file = StoredVideo.open(video.source(), hadoop);
        VideoReader reader = VideoReader.open(file, maxPixels)) {
      index = reader.index();
      bytes = (long) BYTES_PER_PIXEL * reader.width() * reader.height();
    } catch (UnreadableVideoException e) {
      return List.of(video.unusable("the video cannot be read: " + e.getMessage())).iterator();
    } catch (WebException e) {
      return List.of(video.unusable(Web.failure(video.source(), e))).iterator();
    } catch (IOException e) {
      throw FileSource.unlistable(video.source(), e);
    }
    if (!range.of(index).hasNext()) {
      return List.of(video.unusable(range.nothingOf(index))).iterator();
    }
    PrimitiveIterator.OfLong frames = range.of(index);
    Iterator<WorkItem> items = Chain.map(frames, frame -> item(video, index.address(frame), bytes));
    Optional<String> cutOff = range.reachesBehind(index) ? index.cutOff() : Optional.empty();
    return cutOff.isEmpty()
        ? items
        : new Chain<>(
            List.of(items, List.of(video.unusable(cutOff.get())).iterator()), each -> each);
  }

  private static WorkItem item(WorkItem video, FrameAddress address, long bytes) {
    return WorkItem.frame(video, new WorkItem.Frame(address.frame(), address.timestamp()), bytes);
  }
}
