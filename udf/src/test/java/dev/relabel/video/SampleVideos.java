package dev.relabel.video;

import dev.relabel.image.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Videos whose frames tell their own number: a row of squares, black or white, one for each bit of
 * it. Coded with the same library that reads them; their numbers cannot agree by accident.
 */
final class SampleVideos {
  static final int FRAMES = 100;
  private static final int BITS = 8;
  private static final int SQUARE = 16;
  static final int WIDTH = BITS * SQUARE;
  static final int HEIGHT = 2 * SQUARE;

  /** A video's clock ticks in milliseconds. */
  static final LongUnaryOperator CONSTANT_RATE = frame -> 40 * frame;

  private final AVFormatContext context = new AVFormatContext(null);
  private final AVCodecContext encoder;
  private final AVStream stream;
  private final AVPacket packet = avcodec.av_packet_alloc();

  private SampleVideos(Path file, String codec, Map<String, String> options) {
    avformat.avformat_alloc_output_context2(context, null, null, file.toString());
    AVCodec found = avcodec.avcodec_find_encoder_by_name(codec);
    stream = avformat.avformat_new_stream(context, null);
    encoder = avcodec.avcodec_alloc_context3(found);
    encoder.width(WIDTH).height(HEIGHT);
    encoder.pix_fmt(codec.equals("mjpeg") ? avutil.AV_PIX_FMT_YUVJ420P : avutil.AV_PIX_FMT_YUV420P);
    encoder.time_base(new AVRational().num(1).den(1000));
    encoder.framerate(new AVRational().num(25).den(1));
    encoder.bit_rate(1_000_000).gop_size(12);
    if (file.toString().endsWith(".avi") || codec.equals("mpeg2video")) {
      encoder.time_base(new AVRational().num(1).den(25));
    }
    if ((context.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((name, value) -> avutil.av_dict_set(dictionary, name, value, 0));
    check(avcodec.avcodec_open2(encoder, found, dictionary), codec);
    avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder);
    stream.time_base(encoder.time_base());
    AVIOContext out = new AVIOContext(null);
    check(avformat.avio_open(out, file.toString(), avformat.AVIO_FLAG_WRITE), "open");
    context.pb(out);
    AVDictionary header = new AVDictionary(null);
    if (file.toString().endsWith(".mp4")) {
      avutil.av_dict_set(header, "movflags", "+faststart", 0);
    }
    check(avformat.avformat_write_header(context, header), "header");
  }

  /**
   * Writes a video of {@link #FRAMES} frames.
   *
   * @param file where to; its ending is the format
   * @param codec FFmpeg's name of the encoder
   * @param millis when each frame is shown
   */
  static Path write(
      Path file, String codec, Map<String, String> options, LongUnaryOperator millis) {
    SampleVideos video = new SampleVideos(file, codec, options);
    AVFrame frame = avutil.av_frame_alloc();
    frame.width(WIDTH).height(HEIGHT).format(video.encoder.pix_fmt());
    check(avutil.av_frame_get_buffer(frame, 0), "frame");
    for (int number = 0; number < FRAMES; number++) {
      check(avutil.av_frame_make_writable(frame), "frame");
      paint(frame, number);
      long tick = millis.applyAsLong(number);
      frame.pts(video.encoder.time_base().den() == 25 ? tick / 40 : tick);
      video.encode(frame);
    }
    video.encode(null);
    check(avformat.av_write_trailer(video.context), "trailer");
    avformat.avio_closep(video.context.pb());
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(video.packet);
    avcodec.avcodec_free_context(video.encoder);
    avformat.avformat_free_context(video.context);
    return file;
  }

  private void encode(@Nullable AVFrame frame) {
    check(avcodec.avcodec_send_frame(encoder, frame), "encode");
    while (avcodec.avcodec_receive_packet(encoder, packet) >= 0) {
      packet.stream_index(0);
      packet.duration(encoder.time_base().den() / 25); // else the last frame is shown for no time
      avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      check(avformat.av_interleaved_write_frame(context, packet), "write");
    }
  }

  private static void paint(AVFrame frame, int number) {
    byte[] row = new byte[WIDTH];
    for (int x = 0; x < WIDTH; x++) {
      row[x] = (byte) ((number >> (x / SQUARE) & 1) == 1 ? 220 : 30);
    }
    fill(frame.data(0), frame.linesize(0), HEIGHT, row);
    byte[] grey = new byte[WIDTH / 2];
    Arrays.fill(grey, (byte) 128);
    fill(frame.data(1), frame.linesize(1), HEIGHT / 2, grey);
    fill(frame.data(2), frame.linesize(2), HEIGHT / 2, grey);
  }

  private static void fill(BytePointer plane, int stride, int rows, byte[] row) {
    for (int y = 0; y < rows; y++) {
      plane.position((long) y * stride).put(row, 0, row.length);
    }
    plane.position(0);
  }

  private static int check(int result, String what) {
    if (result < 0) {
      throw new IllegalStateException(what + ": " + Av.message(result));
    }
    return result;
  }

  /** The number that a frame shows. */
  static int number(Picture picture) {
    byte[] rgb = picture.toRgb();
    int number = 0;
    for (int bit = 0; bit < BITS; bit++) {
      int middle = (SQUARE / 2 * picture.width() + bit * SQUARE + SQUARE / 2) * 3;
      if ((rgb[middle] & 0xff) > 125) {
        number |= 1 << bit;
      }
    }
    return number;
  }
}
