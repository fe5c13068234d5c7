package dev.relabel.video;

import dev.relabel.image.Picture;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Frames of one video file. Reading them in their order is fast; any other order gives the same
 * pictures, more slowly.
 *
 * <p>A frame is told by when it is shown, which is written in MP4, MOV, Matroska and WebM: the
 * reader goes to the key frame before it and decodes from there, so that several readers share a
 * long video. In AVI nothing tells it: frames are counted from the beginning. Frames have no more
 * to do with the rate that a file claims.
 *
 * <p>Confined to one thread at a time. Closing it leaves the bytes open.
 */
public final class VideoReader implements AutoCloseable {
  /** How much further back a key frame is looked for, if one was not enough: seconds. */
  private static final double[] FURTHER_BACK = {0, 1, 10, 100};

  private static final int ALL = Integer.MAX_VALUE;

  /** Two groups of pictures as most encoders make them. */
  private static final int COMPARED = 64;

  private static final long UNKNOWN = avutil.AV_NOPTS_VALUE;

  private final VideoBytes bytes;
  private final long maxPixels;
  private final AvPixels pixels = new AvPixels();
  private AvContainer container;
  private AvDecoder decoder;

  /** When the frame that was decoded last is shown; unknown before the first. */
  private long at = UNKNOWN;

  /** How many frames were decoded since the beginning; -1 if that is not where it began. */
  private long decoded;

  private VideoReader(VideoBytes bytes, long maxPixels, AvContainer container) {
    this.bytes = bytes;
    this.maxPixels = maxPixels;
    this.container = container;
    this.decoder = new AvDecoder(container, maxPixels);
  }

  /**
   * Opens a video.
   *
   * @param maxPixels largest width × height of a frame
   * @throws UnreadableVideoException if it is none that can be read
   * @throws IOException if its bytes cannot be read
   */
  public static VideoReader open(VideoBytes bytes, long maxPixels) throws IOException {
    AvContainer container = AvContainer.open(bytes);
    try {
      return new VideoReader(bytes, maxPixels, container);
    } catch (RuntimeException e) {
      container.close();
      throw e;
    }
  }

  /** Columns of its pictures, upright. */
  public int width() {
    return container.orientation().swapsSides()
        ? container.parameters().height()
        : container.parameters().width();
  }

  /** Rows of its pictures, upright. */
  public int height() {
    return container.orientation().swapsSides()
        ? container.parameters().width()
        : container.parameters().height();
  }

  /**
   * Reads the whole file to find all its frames: their packets where each is a frame, else by
   * decoding them. What the file claims about its length is not believed, but compared.
   */
  public FrameIndex index() throws IOException {
    rewind();
    long listed = 0;
    FrameIndex.Builder frames = container.isFramePerPacket() ? packets() : decodedFrames(ALL);
    if (container.isFramePerPacket()) {
      listed = Math.max(0, container.listedFrames() - frames.discarded());
      boolean isBroken = container.isBroken();
      if (!frames.isExact() || !beginsLike(frames)) {
        listed = 0;
        rewind();
        frames = decodedFrames(ALL);
      } else if (isBroken) {
        listed = Math.max(listed, frames.count() + 1L);
      }
    }
    if (listed == 0 && container.isBroken()) {
      listed = frames.count() + 1L;
    }
    double claimed = container.claimedSeconds();
    double rate = container.frameRate();
    AVRational base = container.timeBase();
    int numerator = base.num();
    int denominator = base.den();
    boolean isSeekable = container.keepsTimes() && frames.isExact();
    rewind();
    if (isSeekable) {
      return new FrameIndex(frames.sorted(), numerator, denominator, true, listed, claimed);
    }
    int perMille = (int) Math.round(1000 * (rate > 0 ? rate : 25));
    return FrameIndex.counted(frames.count(), 1000, perMille, listed, claimed);
  }

  private FrameIndex.Builder packets() throws IOException {
    FrameIndex.Builder frames = new FrameIndex.Builder();
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      while (container.read(packet)) {
        // What an edit list cuts away is decoded, but not shown.
        if ((packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0) {
          frames.add(packet.pts());
        } else {
          frames.discard();
        }
        avcodec.av_packet_unref(packet);
      }
    } finally {
      avcodec.av_packet_free(packet);
    }
    return frames;
  }

  private FrameIndex.Builder decodedFrames(int most) throws IOException {
    FrameIndex.Builder frames = new FrameIndex.Builder();
    while (frames.count() < most && decoder.next()) {
      frames.add(decoder.timestamp());
    }
    return frames;
  }

  /**
   * Whether the first frames that are decoded are those that the packets tell: two packets may be
   * the halves of one frame, and frames that refer to what was cut away are never shown.
   */
  private boolean beginsLike(FrameIndex.Builder packets) throws IOException {
    rewind();
    long[] decoded = decodedFrames(COMPARED).sorted();
    long[] told = packets.sorted();
    for (int i = 0; i < decoded.length; i++) {
      if (i >= told.length || decoded[i] != told[i]) {
        return false;
      }
    }
    return decoded.length > 0;
  }

  /**
   * One frame, upright.
   *
   * @param wanted from this file's {@link FrameIndex}
   * @throws UnreadableVideoException if it cannot be decoded, or only with parts made up
   * @throws IOException if its bytes cannot be read
   */
  public Picture picture(FrameAddress wanted) throws IOException {
    Long timestamp = wanted.timestamp();
    boolean isFound = timestamp == null ? isCounted(wanted.frame()) : isFound(timestamp);
    if (!isFound) {
      throw new UnreadableVideoException(
          "frame %s cannot be decoded: the video is damaged or cut off there"
              .formatted(wanted.frame()),
          null);
    }
    return pixels.picture(decoder.frame(), container.orientation());
  }

  private boolean isCounted(long frame) throws IOException {
    if (decoded < 0 || decoded > frame + 1) {
      rewind();
    }
    while (decoded <= frame) {
      if (!next()) {
        return false;
      }
    }
    return !decoder.isDamaged();
  }

  private boolean isFound(long timestamp) throws IOException {
    if (isAhead(timestamp)) {
      goTo(timestamp);
    } else {
      at = UNKNOWN;
    }
    // What was passed, or is damaged by what came before, may be whole from its own key frame.
    if (at == timestamp && !decoder.isDamaged()) {
      return true;
    }
    AVRational base = container.timeBase();
    for (double seconds : FURTHER_BACK) {
      container.seek(timestamp - (long) (seconds * base.den() / base.num()));
      decoder.restart();
      at = UNKNOWN;
      decoded = -1;
      // Where a key frame before it was found, there is no better one.
      if (next() && at <= timestamp) {
        goTo(timestamp);
        return at == timestamp && !decoder.isDamaged();
      }
    }
    rewind();
    goTo(timestamp);
    return at == timestamp && !decoder.isDamaged();
  }

  /** Whether going on is the shortest way to a frame. */
  private boolean isAhead(long timestamp) {
    if (at == UNKNOWN) {
      return false;
    }
    Long key = container.keyFrameBefore(timestamp);
    return timestamp >= at && (key == null || key <= at);
  }

  /** Decodes up to a frame, or to the one after it if it is not there. */
  private void goTo(long timestamp) throws IOException {
    while (at == UNKNOWN || at < timestamp) {
      if (!next()) {
        at = UNKNOWN;
        return;
      }
    }
  }

  private boolean next() throws IOException {
    if (!decoder.next()) {
      return false;
    }
    at = decoder.timestamp();
    if (decoded >= 0) {
      decoded++;
    }
    return true;
  }

  /** Back to the first frame, as surely as by opening the file. */
  private void rewind() throws IOException {
    AvContainer again = AvContainer.open(bytes);
    AvDecoder fresh;
    try {
      fresh = new AvDecoder(again, maxPixels);
    } catch (RuntimeException e) {
      again.close();
      throw e;
    }
    decoder.close();
    container.close();
    container = again;
    decoder = fresh;
    at = UNKNOWN;
    decoded = 0;
  }

  @Override
  public void close() {
    pixels.close();
    decoder.close();
    container.close();
  }
}
