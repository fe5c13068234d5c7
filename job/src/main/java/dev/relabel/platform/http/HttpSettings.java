package dev.relabel.platform.http;

import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Secret;
import java.net.URI;
import java.time.Duration;

/** How a server is reached over HTTP. */
public interface HttpSettings {
  /** The server's address, without a slash at its end. */
  URI server();

  /** Where its REST API lies. */
  URI api();

  /** The token sent as {@code x-api-key}. */
  Secret token();

  /** Which certificates of servers are believed. */
  default TlsTrust trust() {
    return TlsTrust.OF_JAVA;
  }

  /** What to look at when the server's certificate is not believed, as a question. */
  default String howToTrust() {
    return "does Java trust its certificate";
  }

  /** Limit for opening a connection. */
  Duration connectTimeout();

  /** Limit for the time in which nothing moves on a connection. */
  Duration idleTimeout();

  /** Limit for one attempt of one call, from its first byte to its last. */
  Duration callTimeout();

  /** How often and how long failed calls are repeated. */
  RetryPolicy retries();

  /** Most connections of one process, and so most calls under way. */
  int connections();

  /** Most bytes of one answer that are accepted. */
  long answerBytes();
}
