package dev.relabel.platform.http;

import dev.relabel.platform.ConcurrencyLimit;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.Repeat.Effect;
import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.Time;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.TransportException.Outlook;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends endpoints: keeps the rate and the number of calls at once, repeats what may be repeated,
 * and turns what goes wrong into the exceptions of {@link dev.relabel.platform.Platform}. Safe for
 * use by several threads.
 */
public final class Caller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

  /**
   * A server that has never answered is more often misspelled than restarting, and somebody waits
   * for the message. Longer than two connections take that are not accepted.
   */
  private static final Duration FIRST_CONTACT = Duration.ofSeconds(30);

  /** What a server or its gateway says when it has more to do than it can. */
  private static final Set<Integer> CROWDED =
      Set.of(
          HttpStatus.TOO_MANY_REQUESTS_429,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          HttpStatus.GATEWAY_TIMEOUT_504);

  private final HttpSettings connection;
  private final Transport transport;
  private final RateLimit rate;
  private final ConcurrencyLimit atOnce;
  private final Time time;
  private final RandomGenerator random;
  private final ServerErrors errors;
  private volatile boolean hasAnswered;

  /**
   * A caller.
   *
   * @param transport what moves the bytes; closed with the caller
   * @param rate the pace that all callers of the process keep together
   * @param random jitter; must be safe for use by several threads
   * @param errors the words for what goes wrong
   */
  public Caller(
      HttpSettings connection,
      Transport transport,
      RateLimit rate,
      Time time,
      RandomGenerator random,
      ServerErrors errors) {
    this.connection = connection;
    this.transport = transport;
    this.rate = rate;
    this.atOnce = new ConcurrencyLimit(connection.connections(), time);
    this.time = time;
    this.random = random;
    this.errors = errors;
  }

  /**
   * The endpoint's result.
   *
   * @throws PlatformException as {@link dev.relabel.platform.Platform} says
   */
  public <T> T call(Endpoint<T> endpoint) {
    return call(endpoint, Optional.empty());
  }

  /**
   * The endpoint's result.
   *
   * @param deadline after which nothing is sent
   * @throws StaleException if the deadline passed before anything was sent that had an effect
   * @throws PlatformException as {@link dev.relabel.platform.Platform} says
   */
  public <T> T call(Endpoint<T> endpoint, Deadline deadline) {
    return call(endpoint, Optional.of(deadline));
  }

  private <T> T call(Endpoint<T> endpoint, Optional<Deadline> deadline) {
    awaitTurn(endpoint, Optional.empty());
    long start = time.nanos();
    Optional<Failure> effective = Optional.empty(); // the last that may have had an effect
    for (int attempt = 1; ; attempt++) {
      Failure failure;
      try {
        if (deadline.isPresent() && deadline.get().isPast(time)) {
          throw tooLate(endpoint, effective);
        }
        try (Response response =
            transport.send(endpoint.verb(), endpoint.resource(), endpoint.payload())) {
          hasAnswered = true;
          if (!response.isSuccess()) {
            failure = unsuccessful(endpoint, response);
          } else {
            try {
              T result = endpoint.read(response);
              rate.succeeded();
              atOnce.succeeded();
              return result;
            } catch (UnreadableJsonException | IllegalArgumentException e) {
              // The latter: a value that is no value of its domain, such as a class without a name.
              failure = Failure.garbled(response, e);
            }
          }
        } catch (AnswerTooLargeException e) {
          if (!endpoint.isWrite()) {
            throw errors.tooLarge(endpoint, e); // who asked may ask for less at once
          }
          failure = Failure.tooLarge(e);
        } catch (TransportException e) {
          failure = Failure.transport(e);
        } catch (IOException e) {
          failure = Failure.lost(e);
        }
      } finally {
        atOnce.leave();
      }
      if (endpoint.isWrite() && failure.effect() == Effect.POSSIBLE) {
        effective = Optional.of(failure);
      }
      if (failure.isTimeOut()) {
        atOnce.crowded();
      }
      Duration spent = Duration.ofNanos(time.nanos() - start);
      if (endpoint.isDivisible() && failure.isTimeOut()) {
        throw errors.tooSlow(endpoint, failure.happened(), attempt, spent, failure.cause());
      }
      Duration pause = pause(endpoint, failure, effective, attempt, spent);
      LOG.warn(
          "{} {} ({}, attempt {}); again in {} ms",
          errors.server(),
          failure.happened(),
          endpoint.method(),
          attempt,
          pause.toMillis());
      sleep(endpoint, pause, effective);
      awaitTurn(endpoint, effective);
    }
  }

  private Failure unsuccessful(Endpoint<?> endpoint, Response response) {
    ErrorAnswer answer =
        ErrorAnswer.read(response, connection.token())
            .without(connection.api().getPath()); // which may hold the secret of a session
    if (endpoint.isRefusal(response.status(), answer)) {
      throw errors.refused(endpoint, response, answer);
    }
    if (CROWDED.contains(response.status())) {
      atOnce.crowded();
    }
    Duration asked = RetryAfter.of(response, time.now());
    if (response.status() == HttpStatus.TOO_MANY_REQUESTS_429 || !asked.isZero()) {
      // Whoever asks to wait means all requests, not only the repetition of this one.
      // Nobody waits longer than calls are repeated, or one odd header would stop the whole
      // process.
      Duration longest = connection.retries().total();
      rate.slowDown(asked.compareTo(longest) < 0 ? asked : longest);
    }
    return Failure.status(response.status(), answer, asked);
  }

  /** The one place that decides what follows a failure: a pause and another attempt, or the end. */
  private Duration pause(
      Endpoint<?> endpoint,
      Failure failure,
      Optional<Failure> effective,
      int attempts,
      Duration spent) {
    RetryPolicy policy =
        hasAnswered ? connection.retries() : connection.retries().within(FIRST_CONTACT);
    if (failure.outlook() == Outlook.MAY_PASS
        && endpoint.repeat().allowsAnother(failure.effect())) {
      Optional<Duration> pause = policy.pause(attempts, spent, failure.asked(), random);
      if (pause.isPresent()) {
        return pause.get();
      }
    }
    if (effective.isPresent()) {
      throw unknown(endpoint, effective.get());
    }
    throw errors.unavailable(endpoint, failure.happened(), attempts, spent, failure.cause());
  }

  private PlatformException unknown(Endpoint<?> endpoint, Failure failure) {
    return errors.unknown(endpoint, failure.happened(), failure.work(), failure.cause());
  }

  private PlatformException tooLate(Endpoint<?> endpoint, Optional<Failure> effective) {
    return effective.isPresent()
        ? unknown(endpoint, effective.get())
        : new StaleException(
            "%s was not sent to %s: what it rests on was read too long ago"
                .formatted(endpoint.method(), errors.server()));
  }

  /** Waits until one more call may be under way; it leaves again when it has ended. */
  private void awaitTurn(Endpoint<?> endpoint, Optional<Failure> effective) {
    try {
      rate.acquire();
      atOnce.enter();
    } catch (InterruptedException e) {
      throw stopped(endpoint, effective, e);
    }
  }

  private void sleep(Endpoint<?> endpoint, Duration pause, Optional<Failure> effective) {
    try {
      time.sleep(pause);
    } catch (InterruptedException e) {
      throw stopped(endpoint, effective, e);
    }
  }

  private PlatformException stopped(
      Endpoint<?> endpoint, Optional<Failure> effective, InterruptedException e) {
    Thread.currentThread().interrupt();
    return effective.isPresent() ? unknown(endpoint, effective.get()) : errors.stopped(endpoint, e);
  }

  @Override
  public void close() {
    transport.close();
  }
}
