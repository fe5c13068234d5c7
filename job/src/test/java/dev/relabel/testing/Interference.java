package dev.relabel.testing;

import java.util.Optional;

/** What happens around the calls to a {@link SimulatedPlatform}. */
public interface Interference {
  /** Nothing ever happens. */
  Interference NONE = new Interference() {};

  /**
   * Anything may happen before a call: people work, time passes, another task runs, or the calling
   * process ends, which is an {@link Error}.
   */
  default void before(SimulatedCall call) {}

  /** What goes wrong with the call itself. */
  default Optional<SimulatedFault> fault(SimulatedCall call) {
    return Optional.empty();
  }

  /** Anything may happen once a call is sent, before its answer is there. */
  default void after(SimulatedCall call) {}
}
