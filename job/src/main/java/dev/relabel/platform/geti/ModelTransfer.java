package dev.relabel.platform.geti;

import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Secret;
import dev.relabel.platform.http.HttpSettings;
import dev.relabel.platform.http.TlsTrust;
import java.net.URI;
import java.time.Duration;

/** A connection whose answers may be as large as model files, over a slow line. */
record ModelTransfer(GetiConnection connection) implements HttpSettings {
  private static final Duration LONGEST = Duration.ofHours(2);

  /** What a zip archive has beside its content. */
  private static final long OVERHEAD_BYTES = 1 << 20;

  @Override
  public URI server() {
    return connection.server();
  }

  @Override
  public URI api() {
    return connection.api();
  }

  @Override
  public Secret token() {
    return connection.token();
  }

  @Override
  public TlsTrust trust() {
    return connection.trust();
  }

  @Override
  public String howToTrust() {
    return connection.howToTrust();
  }

  @Override
  public Duration connectTimeout() {
    return connection.connectTimeout();
  }

  @Override
  public Duration idleTimeout() {
    return connection.idleTimeout();
  }

  @Override
  public Duration callTimeout() {
    return LONGEST;
  }

  @Override
  public RetryPolicy retries() {
    return connection.retries();
  }

  @Override
  public int connections() {
    return connection.connections();
  }

  @Override
  public long answerBytes() {
    return ModelArchive.MOST_BYTES + OVERHEAD_BYTES;
  }
}
