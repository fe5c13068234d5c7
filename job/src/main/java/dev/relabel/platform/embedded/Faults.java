package dev.relabel.platform.embedded;

import java.util.Map;
import java.util.Optional;

/**
 * Makes the server fail on purpose, for tests of its clients. Asked for each request; called by
 * several threads.
 */
public interface Faults {
  /** No faults. */
  Faults NONE = new Faults() {};

  /** What goes wrong before a method has any effect. */
  default Optional<Fault> before(String method) {
    return Optional.empty();
  }

  /** What goes wrong after a method had its effect, instead of its answer. */
  default Optional<Fault> after(String method) {
    return Optional.empty();
  }

  /** Something going wrong. */
  sealed interface Fault {}

  /** The connection is cut without an answer. */
  record Reset() implements Fault {}

  /** Something happens first, such as waiting; then the request goes on. */
  record Pause(Runnable until) implements Fault {}

  /**
   * An error is answered.
   *
   * @param status HTTP status
   * @param headers more headers, such as {@code Retry-After}
   */
  record Refusal(int status, Map<String, String> headers) implements Fault {
    public Refusal {
      headers = Map.copyOf(headers);
    }
  }

  /** A web page is answered with status 200, as proxies and login pages do. */
  record WebPage() implements Fault {}

  /** Of the answer comes one half, then the connection is cut. After the effect only. */
  record Truncated() implements Fault {}

  /**
   * The request is given up at once with 504, as a gateway does, and has its effect all the same.
   * Before the effect only; what is to go wrong after it is asked for and does not matter.
   *
   * @param until returns when the effect may come
   */
  record Late(Runnable until) implements Fault {}
}
