package dev.relabel.stage;

/** Hears how a run gets on; called by threads of the driver. */
public interface Progress {
  /** For runs of which nobody wants to hear. */
  Progress UNHEARD =
      new Progress() {
        @Override
        public void note(String line) {}

        @Override
        public void predicted(long done, long total) {}
      };

  /** Something worth a line. */
  void note(String line);

  /**
   * A wave is predicted and, if that is wanted, written to the platform as far as it can be. Waves
   * come in their order.
   */
  default void finished(int wave) {}

  /**
   * How far prediction has come.
   *
   * @param done images predicted, earlier invocations' included
   * @param total images in the plan
   */
  void predicted(long done, long total);
}
