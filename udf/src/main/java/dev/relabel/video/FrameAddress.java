package dev.relabel.video;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a frame is found in its video.
 *
 * @param frame its number, from 0, in the order in which frames are shown
 * @param timestamp when it is shown, in the video's own units, if it can be found by that; null if
 *     frames have to be counted from the beginning
 */
public record FrameAddress(long frame, @Nullable Long timestamp) implements Serializable {
  static FrameAddress at(long frame, long timestamp) {
    return new FrameAddress(frame, timestamp);
  }

  static FrameAddress counted(long frame) {
    return new FrameAddress(frame, null);
  }
}
