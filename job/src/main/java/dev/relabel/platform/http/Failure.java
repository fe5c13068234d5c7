package dev.relabel.platform.http;

import dev.relabel.platform.OutcomeUnknownException.Work;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.Repeat.Effect;
import dev.relabel.platform.http.TransportException.Outlook;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that failed in a way that says something about the server, not about the request.
 *
 * <table>
 * <caption>Failures</caption>
 * <tr><th>what</th><th>may have had an effect</th><th>may go on</th><th>may pass</th></tr>
 * <tr><td>no connection, unknown host</td><td>no</td><td>no</td><td>yes</td></tr>
 * <tr><td>TLS handshake</td><td>no</td><td>no</td><td>no</td></tr>
 * <tr><td>429</td><td>no: turned away at the door</td><td>no</td><td>yes</td></tr>
 * <tr><td>408, 499, 502, 503, 504, 598, 599</td><td>yes</td><td>yes: a gateway may give up on work
 *     that goes on behind it</td><td>yes</td></tr>
 * <tr><td>500, 509</td><td>yes</td><td>no</td><td>yes</td></tr>
 * <tr><td>other 5xx</td><td>yes</td><td>no</td><td>no</td></tr>
 * <tr><td>connection broken, time-out</td><td>yes</td><td>yes</td><td>yes</td></tr>
 * <tr><td>200 with something that is not the answer: HTML, cut off, wrong types</td><td>yes</td>
 *     <td>no</td><td>yes</td></tr>
 * </table>
 *
 * @param happened what happened, to follow the server's address
 * @param effect whether the call may have taken effect
 * @param work whether the server may still be at it
 * @param outlook whether another attempt has a chance
 * @param asked how long the server asks to wait, zero if it does not
 */
public record Failure(
    String happened,
    Effect effect,
    Work work,
    Outlook outlook,
    Duration asked,
    @Nullable Throwable cause) {
  // As Supervisely's own client has it.
  private static final Set<Integer> PASSING =
      Set.of(408, 429, 499, 500, 502, 503, 504, 509, 598, 599);

  // Said by gateways, about servers that they cannot see.
  private static final Set<Integer> GOING_ON = Set.of(408, 499, 502, 503, 504, 598, 599);

  /** Whether a status speaks about the server, so that the request itself may be in order. */
  public static boolean is(int status) {
    return status >= 500 || PASSING.contains(status);
  }

  static Failure status(int status, ErrorAnswer answer, Duration asked) {
    boolean tooMany = status == 429;
    String said = answer.message().isEmpty() ? "" : ": \"" + answer.message() + "\"";
    return new Failure(
        "answered with HTTP %s%s".formatted(status, said),
        tooMany ? Effect.NONE : Effect.POSSIBLE,
        GOING_ON.contains(status) ? Work.MAY_GO_ON : Work.FINISHED,
        PASSING.contains(status) ? Outlook.MAY_PASS : Outlook.PERMANENT,
        asked,
        null);
  }

  static Failure transport(TransportException e) {
    Work work = e.effect() == Effect.POSSIBLE ? Work.MAY_GO_ON : Work.FINISHED;
    return new Failure(
        String.valueOf(e.getMessage()), e.effect(), work, e.outlook(), Duration.ZERO, e);
  }

  static Failure lost(IOException e) {
    if (e instanceof InterruptedIOException) {
      Thread.currentThread().interrupt();
      return new Failure(
          "was not waited for, as the work stops",
          Effect.POSSIBLE,
          Work.MAY_GO_ON,
          Outlook.PERMANENT,
          Duration.ZERO,
          e);
    }
    return new Failure(
        "stopped in the middle of its answer",
        Effect.POSSIBLE,
        Work.FINISHED,
        Outlook.MAY_PASS,
        Duration.ZERO,
        e);
  }

  static Failure garbled(Response response, RuntimeException e) {
    String type = response.header("Content-Type").replaceAll(";.*", "").strip();
    String what =
        type.equalsIgnoreCase("text/html")
            ? "answered with a web page instead of data"
            : "gave an answer that cannot be understood (%s)".formatted(e.getMessage());
    // JSON that is whole and says something impossible is what the server means to say.
    Outlook outlook = e instanceof IllegalArgumentException ? Outlook.PERMANENT : Outlook.MAY_PASS;
    return new Failure(what, Effect.POSSIBLE, Work.FINISHED, outlook, Duration.ZERO, e);
  }

  /** Whether the call's time was over before its answer was there. */
  boolean isTimeOut() {
    return effect == Effect.POSSIBLE && JettyTransport.is(cause, TimeoutException.class);
  }

  static Failure tooLarge(PlatformException e) {
    return new Failure(
        "gave an answer that is too large (%s)".formatted(e.getMessage()),
        Effect.POSSIBLE,
        Work.FINISHED,
        Outlook.PERMANENT,
        Duration.ZERO,
        e);
  }
}
