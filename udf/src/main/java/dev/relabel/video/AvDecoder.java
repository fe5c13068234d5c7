package dev.relabel.video;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Packets to frames, in the order in which they are shown. What cannot be decoded is left out.
 * Confined to one thread at a time.
 */
final class AvDecoder implements AutoCloseable {
  private static final int AGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();

  private final AvContainer container;
  private final AVCodecContext context;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();
  private boolean isDraining;
  private boolean isTainted;

  /**
   * @param maxPixels largest width × height that is decoded
   * @throws UnreadableVideoException if its pictures cannot be decoded or are too large
   */
  AvDecoder(AvContainer container, long maxPixels) {
    this.container = container;
    int id = container.parameters().codec_id();
    AVCodec codec = avcodec.avcodec_find_decoder(id);
    if (codec == null || codec.isNull()) {
      throw new UnreadableVideoException(
          "its pictures are coded as %s, which is not read"
              .formatted(avcodec.avcodec_get_name(id).getString()),
          null);
    }
    long pixels = (long) container.parameters().width() * container.parameters().height();
    if (pixels > maxPixels) {
      throw new UnreadableVideoException(
          "its frames of %s × %s pixels are more than the limit of %s"
              .formatted(
                  container.parameters().width(), container.parameters().height(), maxPixels),
          null);
    }
    this.context = avcodec.avcodec_alloc_context3(codec);
    try {
      Av.check(
          avcodec.avcodec_parameters_to_context(context, container.parameters()),
          "its codec cannot be set up");
      context.pkt_timebase(container.timeBase());
      context.max_pixels(maxPixels);
      context.thread_count(1); // many tasks decode side by side
      Av.check(
          avcodec.avcodec_open2(context, codec, (PointerPointer<?>) null),
          "its codec cannot be set up");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Decodes one more frame.
   *
   * @return false at the end
   */
  boolean next() throws IOException {
    while (true) {
      int received = avcodec.avcodec_receive_frame(context, frame);
      if (received >= 0) {
        look();
        return true;
      }
      if (received != AGAIN && isDraining) {
        return false;
      }
      if (received == avutil.AVERROR_EOF) {
        return false;
      }
      feed();
    }
  }

  private void feed() throws IOException {
    if (!container.read(packet)) {
      isDraining = true;
      avcodec.avcodec_send_packet(context, null);
      return;
    }
    // A damaged one is left out; what refers to it is damaged, too.
    isTainted |= avcodec.avcodec_send_packet(context, packet) < 0;
    avcodec.av_packet_unref(packet);
  }

  /** The frame that was decoded last; it belongs to the decoder and changes with the next. */
  AVFrame frame() {
    return frame;
  }

  /** When the frame is shown, in the stream's units; {@code AV_NOPTS_VALUE} if nobody knows. */
  long timestamp() {
    return frame.pts();
  }

  /**
   * Whether parts of the frame may be made up: it was damaged itself, or some frame since the last
   * whole key frame was.
   */
  boolean isDamaged() {
    return isTainted;
  }

  private void look() {
    boolean isDamaged =
        frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    boolean isKey = (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
    isTainted = isDamaged || (isTainted && !isKey);
  }

  /** Forgets what came before, after the container was sent elsewhere. */
  void restart() {
    avcodec.avcodec_flush_buffers(context);
    isDraining = false;
    isTainted = false;
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }
}
