package dev.relabel.source;

import dev.relabel.video.VideoBytes;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Opens videos wherever they lie. */
final class StoredVideo {
  private StoredVideo() {}

  /** Opens a video on a Hadoop file system or at an address on the web. */
  static VideoBytes open(String source, Configuration hadoop) throws IOException {
    return Web.isAddress(source)
        ? WebVideo.open(source)
        : HadoopVideo.open(new Path(source), hadoop);
  }
}
