package dev.relabel.stage;

import dev.relabel.platform.Platform;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How tasks get at the images of a run; shipped to executors.
 *
 * @param maxPixels limit of width × height of one image
 * @param platform the platform, absent if no image is on one
 */
record ImageReach(long maxPixels, @Nullable PlatformAccess platform) implements Serializable {
  /** The client that all tasks of this process share. */
  @Nullable Platform open() {
    return platform == null ? null : platform.open();
  }
}
