package dev.relabel.video;

import dev.relabel.image.OpenCv;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What all calls of FFmpeg share. Every class that makes some calls {@link #prepare()} in its
 * static initialiser.
 */
final class Av {
  static {
    OpenCv.prepare(); // it configures the binding that both use
    // Its lines about damaged files go to standard error, past every log.
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
  }

  private Av() {}

  /** Loads the native libraries on the first call; later calls cost nothing. */
  static void prepare() {}

  /** What FFmpeg says about an error code. */
  static String message(int error) {
    byte[] text = new byte[256];
    avutil.av_strerror(error, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /** Fails for a negative result, which means an error. */
  static int check(int result, String what) {
    if (result < 0) {
      throw new UnreadableVideoException("%s: %s".formatted(what, message(result)), null);
    }
    return result;
  }
}
