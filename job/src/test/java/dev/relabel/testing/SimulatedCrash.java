package dev.relabel.testing;

/** The end of a process in the middle of its work; nothing but a test catches it. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  /** Which process ends. */
  public enum Of {
    /** The process that runs a task; the driver repeats the task elsewhere. */
    TASK,
    /** The driver, and the tasks with it. */
    DRIVER
  }

  private final Of of;

  /** Ends a process. */
  public SimulatedCrash(Of of) {
    super("Simulated crash of the " + of, null, false, false);
    this.of = of;
  }

  /** Which process ends. */
  public Of of() {
    return of;
  }
}
