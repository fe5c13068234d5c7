package dev.relabel.video;

/** When the frames of a video are shown, in the order in which they are. */
public interface FrameTimes {
  /** How many frames there are. */
  long count();

  /**
   * When a frame is shown, in seconds; never less than the one before.
   *
   * @param frame its number, 0 to count - 1
   */
  double seconds(long frame);
}
