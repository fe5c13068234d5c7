package dev.relabel.source;

import dev.relabel.image.ImageFormat;
import dev.relabel.video.VideoFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What a file is by its content. */
enum FileKind {
  IMAGE,
  VIDEO,
  /** Text, which is taken for a list of inputs. */
  LIST,
  UNKNOWN;

  private static final Set<String> VIDEO_ENDINGS =
      Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi");

  private static final int HEAD_BYTES = 512;

  static FileKind of(Path file, Configuration hadoop) throws IOException {
    byte[] head;
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      head = in.readNBytes(HEAD_BYTES);
    }
    if (VideoFormat.of(head).isPresent()) {
      return VIDEO;
    }
    // A damaged image is told as such when it is predicted, and not only that nothing is known.
    if (ImageFormat.ofHead(head).isPresent() || FolderListing.isImageName(file.getName())) {
      return IMAGE;
    }
    return head.length > 0 && isText(head) ? LIST : UNKNOWN;
  }

  /** Whether a name promises a video. */
  static boolean isVideoName(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return VIDEO_ENDINGS.contains(ending.toLowerCase(Locale.ROOT));
  }

  /** No control character but white space; any encoding above ASCII goes. */
  private static boolean isText(byte[] head) {
    for (byte each : head) {
      if (each == 127 || (each >= 0 && each < 32 && "\t\n\r\f".indexOf(each) < 0)) {
        return false;
      }
    }
    return true;
  }
}
