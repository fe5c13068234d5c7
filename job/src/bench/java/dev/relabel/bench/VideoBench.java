package dev.relabel.bench;

import dev.relabel.image.Picture;
import dev.relabel.video.FileBytes;
import dev.relabel.video.FrameIndex;
import dev.relabel.video.VideoReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What do frames cost beside their decoding?
 *
 * <p>Input: {@code video/bottles_6s.mp4} of the test data (H.264, 181 frames), or {@code --video}.
 * The baseline is FFmpeg's own loop: read a packet, decode it, throw the picture away; one thread,
 * the file opened by name. Against it: a reader that gives every frame as an upright RGB picture,
 * the same in four parts that begin in the middle of groups, and the index that a plan needs.
 * Rounds take turns in one process. Unit: milliseconds per frame, medians.
 */
public final class VideoBench {
  private static final int ROUNDS = 7;
  private static final long MAX_PIXELS = 100_000_000;

  private VideoBench() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path video =
        args.length == 2 && args[0].equals("--video")
            ? Path.of(args[1])
            : TestData.folder().resolve("video/bottles_6s.mp4");
    List<Double> baseline = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    List<Double> parts = new ArrayList<>();
    List<Double> planned = new ArrayList<>();
    long frames = 0;
    for (int round = 0; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      frames = decoded(video);
      double alone = since(start, frames);
      start = System.nanoTime();
      FrameIndex index = index(video);
      double indexed = since(start, frames);
      start = System.nanoTime();
      read(video, index, 0, index.count());
      double read = since(start, frames);
      start = System.nanoTime();
      for (int part = 0; part < 4; part++) {
        read(video, index, index.count() * part / 4, index.count() * (part + 1) / 4);
      }
      double split = since(start, frames);
      if (round > 0) { // the first warms up
        baseline.add(alone);
        planned.add(indexed);
        whole.add(read);
        parts.add(split);
      }
    }
    double alone = median(baseline);
    System.out.printf(Locale.ROOT, "%s, %s frames, ms per frame, ratio%n", video, frames);
    say("FFmpeg decodes, one thread", alone, alone);
    say("every frame as a picture", median(whole), alone);
    say("the same in four parts", median(parts), alone);
    say("index", median(planned), alone);
  }

  private static void say(String what, double millis, double baseline) {
    System.out.printf(Locale.ROOT, "%-28s %6.2f  %5.2f%n", what, millis, millis / baseline);
  }

  private static double since(long start, long frames) {
    return (System.nanoTime() - start) / 1e6 / frames;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static FrameIndex index(Path video) throws IOException {
    try (FileBytes file = new FileBytes(video);
        VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      return reader.index();
    }
  }

  private static void read(Path video, FrameIndex index, long from, long to) throws IOException {
    try (FileBytes file = new FileBytes(video);
        VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      for (long frame = from; frame < to; frame++) {
        try (Picture picture = reader.picture(index.address(frame))) {
          if (picture.width() < 1) {
            throw new IllegalStateException("An empty picture");
          }
        }
      }
    }
  }

  private static long decoded(Path video) {
    AVFormatContext container = new AVFormatContext(null);
    check(avformat.avformat_open_input(container, video.toString(), null, null));
    check(avformat.avformat_find_stream_info(container, (AVDictionary) null));
    int stream =
        check(
            avformat.av_find_best_stream(
                container, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0));
    AVCodec codec = avcodec.avcodec_find_decoder(container.streams(stream).codecpar().codec_id());
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    check(avcodec.avcodec_parameters_to_context(context, container.streams(stream).codecpar()));
    context.thread_count(1);
    check(avcodec.avcodec_open2(context, codec, (PointerPointer<?>) null));
    AVPacket packet = avcodec.av_packet_alloc();
    AVFrame frame = avutil.av_frame_alloc();
    long frames = 0;
    boolean isOver = false;
    while (!isOver) {
      isOver = avformat.av_read_frame(container, packet) < 0;
      if (isOver || packet.stream_index() == stream) {
        avcodec.avcodec_send_packet(context, isOver ? null : packet);
        while (avcodec.avcodec_receive_frame(context, frame) >= 0) {
          frames++;
        }
      }
      avcodec.av_packet_unref(packet);
    }
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
    avformat.avformat_close_input(container);
    return frames;
  }

  private static int check(int result) {
    if (result < 0) {
      throw new IllegalStateException("FFmpeg says " + result);
    }
    return result;
  }
}
