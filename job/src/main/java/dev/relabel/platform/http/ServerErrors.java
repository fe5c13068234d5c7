package dev.relabel.platform.http;

import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.OutcomeUnknownException.Work;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.PlatformUnavailableException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The wording of everything that can go wrong with a server, with what to do about it. */
public final class ServerErrors {
  private final String server;
  private final Advice advice;

  /**
   * Words about a server.
   *
   * @param server what to call it, without any secret
   * @param advice what people can do about it
   */
  public ServerErrors(String server, Advice advice) {
    this.server = server;
    this.advice = advice;
  }

  /** What the server is called. */
  String server() {
    return server;
  }

  /** The exception for an answer that no repetition would change. */
  PlatformException refused(Endpoint<?> endpoint, Response response, ErrorAnswer answer) {
    int status = response.status();
    if (status == 401 || status == 403) {
      return tokenRejected(status, answer);
    }
    if (status >= 300 && status < 400) {
      return new PlatformRejectedException(
          "%s redirects %s%s. Set %s to the address that the server itself uses (https://… if it redirects from http), then run the same command again."
              .formatted(server, endpoint.method(), to(response), advice.address()),
          null);
    }
    if (status == 404 && !answer.isJson()) {
      return new PlatformRejectedException(
          "%s has no %s (HTTP 404): no %s answers there. Check %s."
              .formatted(server, endpoint.method(), advice.kind(), advice.address()),
          null);
    }
    String subject = endpoint.subject();
    if (status == 404) {
      return new NotOnPlatformException(
          "%s has no %s%s. It was removed, the ID is wrong, or the token's user cannot see it."
              .formatted(
                  server,
                  subject.isEmpty() ? "answer to " + endpoint.method() : subject,
                  said(answer)),
          null);
    }
    return new RefusedException(
        "%s refused %s%s (HTTP %s)%s."
            .formatted(
                server,
                endpoint.method(),
                subject.isEmpty() ? "" : " for " + subject,
                status,
                said(answer)),
        status,
        answer);
  }

  private PlatformRejectedException tokenRejected(int status, ErrorAnswer answer) {
    return new PlatformRejectedException(
        "%s refused the token (HTTP %s)%s. %s, then run the same command again; finished images are skipped."
            .formatted(server, status, said(answer), advice.token()),
        null);
  }

  /** The exception for a call that kept failing and is known to have changed nothing. */
  PlatformUnavailableException unavailable(
      Endpoint<?> endpoint,
      String happened,
      int attempts,
      Duration spent,
      @Nullable Throwable cause) {
    return new PlatformUnavailableException(
        "%s %s (%s, %s). Check %s, the network and that the %s runs, then run the same command again; finished images are skipped."
            .formatted(
                server,
                happened,
                endpoint.method(),
                tries(attempts, spent),
                advice.address(),
                advice.shortKind()),
        cause);
  }

  /** The exception for an answer that may come in time if less is asked for at once. */
  AnswerTooSlowException tooSlow(
      Endpoint<?> endpoint,
      String happened,
      int attempts,
      Duration spent,
      @Nullable Throwable cause) {
    return new AnswerTooSlowException(
        "%s %s (%s for %s, %s)"
            .formatted(
                server, happened, endpoint.method(), endpoint.subject(), tries(attempts, spent)),
        cause);
  }

  /** The exception for an answer that is not read to its end. */
  AnswerTooLargeException tooLarge(Endpoint<?> endpoint, AnswerTooLargeException cause) {
    return new AnswerTooLargeException(
        "%s has too much for %s: %s".formatted(server, endpoint.subject(), cause.getMessage()));
  }

  /** The exception for a call that is not made because its thread was interrupted. */
  PlatformUnavailableException stopped(Endpoint<?> endpoint, InterruptedException cause) {
    return new PlatformUnavailableException(
        "%s was not asked for %s, as the work stops".formatted(server, endpoint.method()), cause);
  }

  /** The exception for a write whose answer was lost. */
  OutcomeUnknownException unknown(
      Endpoint<?> endpoint, String happened, Work work, @Nullable Throwable cause) {
    return new OutcomeUnknownException(
        "%s %s during %s: whether the write took effect is not known until the platform is read again."
            .formatted(server, happened, endpoint.method()),
        work,
        cause);
  }

  private static String tries(int attempts, Duration spent) {
    return attempts == 1
        ? "1 attempt"
        : String.format(Locale.ROOT, "%d attempts in %.1f s", attempts, spent.toMillis() / 1000.0);
  }

  private static String said(ErrorAnswer answer) {
    return answer.message().isEmpty() ? "" : ": \"" + answer.message() + "\"";
  }

  private static String to(Response response) {
    // A path may hold a session and a query may be signed.
    String location = response.header("Location").replaceAll("(?<=[^/:])[/?#].*", "");
    return location.isBlank() ? "" : " to " + location;
  }
}
