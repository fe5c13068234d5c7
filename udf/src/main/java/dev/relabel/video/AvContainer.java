package dev.relabel.video;

import dev.relabel.image.Orientation;
import java.io.IOException;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** A video file, opened, as the packets of its picture stream. Confined to one thread at a time. */
final class AvContainer implements AutoCloseable {
  /** FFmpeg's own names. Its other formats include lists that name further files. */
  private static final String FORMATS = "mov,matroska,webm,avi";

  /** Of these each packet is one frame that is shown. */
  private static final Set<Integer> PACKET_IS_FRAME =
      Set.of(
          avcodec.AV_CODEC_ID_H264,
          avcodec.AV_CODEC_ID_HEVC,
          avcodec.AV_CODEC_ID_AV1,
          avcodec.AV_CODEC_ID_VP9,
          avcodec.AV_CODEC_ID_MJPEG,
          avcodec.AV_CODEC_ID_PRORES,
          avcodec.AV_CODEC_ID_DNXHD,
          avcodec.AV_CODEC_ID_FFV1);

  static {
    Av.prepare();
  }

  private final AvInput input;
  private final AVFormatContext context;
  private final AVStream stream;
  private boolean isBroken;

  private AvContainer(AvInput input, AVFormatContext context, AVStream stream) {
    this.input = input;
    this.context = context;
    this.stream = stream;
  }

  /**
   * Opens a file.
   *
   * @throws UnreadableVideoException if it is none that can be read
   * @throws IOException if its bytes cannot be read
   */
  static AvContainer open(VideoBytes bytes) throws IOException {
    AvInput input = new AvInput(bytes);
    AVFormatContext context = avformat.avformat_alloc_context();
    try {
      context.pb(input.context());
      context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
      AVDictionary options = new AVDictionary(null);
      avutil.av_dict_set(options, "format_whitelist", FORMATS, 0);
      int opened = avformat.avformat_open_input(context, (BytePointer) null, null, options);
      avutil.av_dict_free(options);
      input.throwFailure();
      if (opened < 0) { // the context has been freed, then
        throw new UnreadableVideoException(
            "the file is damaged, cut off or no video: " + Av.message(opened), null);
      }
      Av.check(
          avformat.avformat_find_stream_info(context, (PointerPointer<?>) null),
          "nothing is known of its streams");
      input.throwFailure();
      int best =
          avformat.av_find_best_stream(
              context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
      if (best < 0) {
        throw new UnreadableVideoException("it has no pictures", null);
      }
      for (int i = 0; i < context.nb_streams(); i++) {
        if (i != best) {
          context.streams(i).discard(avcodec.AVDISCARD_ALL);
        }
      }
      return new AvContainer(input, context, context.streams(best));
    } catch (IOException | RuntimeException e) {
      avformat.avformat_close_input(context);
      input.close();
      throw e;
    }
  }

  AVCodecParameters parameters() {
    return stream.codecpar();
  }

  AVRational timeBase() {
    return stream.time_base();
  }

  /** Frames a second on average; 0 if the file does not say. */
  double frameRate() {
    AVRational rate = stream.avg_frame_rate();
    return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
  }

  /** Whether frames can be told by packets, without decoding them. */
  boolean isFramePerPacket() {
    return PACKET_IS_FRAME.contains(parameters().codec_id()) && keepsTimes();
  }

  /** AVI has no times of frames, only of packets in the order in which they are decoded. */
  boolean keepsTimes() {
    return !"avi".equals(context.iformat().name().getString());
  }

  /**
   * The next packet of the pictures.
   *
   * @return false at the end, or where the rest cannot be read
   * @throws IOException if bytes cannot be read
   */
  boolean read(AVPacket packet) throws IOException {
    int result = avformat.av_read_frame(context, packet);
    while (result >= 0) {
      if (packet.stream_index() == stream.index()) {
        return true;
      }
      avcodec.av_packet_unref(packet);
      result = avformat.av_read_frame(context, packet);
    }
    input.throwFailure();
    isBroken |= result != avutil.AVERROR_EOF;
    return false;
  }

  /** Whether reading has ended at something that is no packet, and not at the end. */
  boolean isBroken() {
    return isBroken;
  }

  /**
   * How long the pictures last by the file's header, in seconds; 0 if it does not say, or says only
   * how long everything lasts and there is more than the pictures.
   */
  double claimedSeconds() {
    long duration = stream.duration();
    if (duration != avutil.AV_NOPTS_VALUE && duration > 0) {
      return (double) duration * timeBase().num() / timeBase().den();
    }
    long all = context.duration();
    return context.nb_streams() == 1 && all != avutil.AV_NOPTS_VALUE && all > 0
        ? (double) all / avutil.AV_TIME_BASE
        : 0;
  }

  /** How many frames the file's own list has; 0 if it has none. */
  int listedFrames() {
    return "mov,mp4,m4a,3gp,3g2,mj2".equals(context.iformat().name().getString())
        ? avformat.avformat_index_get_entries_count(stream)
        : 0;
  }

  /** Goes to the last key frame that is not after that time; the beginning if there is none. */
  void seek(long timestamp) throws IOException {
    int done =
        avformat.av_seek_frame(context, stream.index(), timestamp, avformat.AVSEEK_FLAG_BACKWARD);
    input.throwFailure();
    if (done < 0) {
      Av.check(
          avformat.av_seek_frame(
              context, stream.index(), Long.MIN_VALUE + 1, avformat.AVSEEK_FLAG_BACKWARD),
          "its beginning is not found again");
      input.throwFailure();
    }
  }

  /** The time of the last key frame that is known not to be after that one; null if none is. */
  @Nullable Long keyFrameBefore(long timestamp) {
    AVIndexEntry entry =
        avformat.avformat_index_get_entry_from_timestamp(
            stream, timestamp, avformat.AVSEEK_FLAG_BACKWARD);
    return entry == null || entry.isNull() ? null : entry.timestamp();
  }

  /** How its pictures have to be turned; phones write how they were held. */
  Orientation orientation() {
    AVCodecParameters parameters = parameters();
    AVPacketSideData matrix =
        avcodec.av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull() || matrix.size() < 9 * Integer.BYTES) {
      return Orientation.UPRIGHT;
    }
    IntPointer values = new IntPointer(matrix.data());
    return DisplayMatrix.orientation(values.get(0), values.get(1), values.get(3), values.get(4));
  }

  @Override
  public void close() {
    avformat.avformat_close_input(context);
    input.close();
  }
}
