package dev.relabel.platform.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Which servers are believed to be who they say. Shipped to executors.
 *
 * @param certificates of authorities, as PEM; empty for those that Java trusts
 * @param isAnyoneTrusted whether nothing is checked
 */
public record TlsTrust(String certificates, boolean isAnyoneTrusted) implements Serializable {
  /** Those whose certificates Java trusts. */
  public static final TlsTrust OF_JAVA = new TlsTrust("", false);

  /** Whoever answers: for tests and networks in which nobody can come in between. */
  public static final TlsTrust OF_ANYONE = new TlsTrust("", true);

  /**
   * Those whose certificates come from these authorities, and no others.
   *
   * @param certificates as PEM
   * @throws IllegalArgumentException if that is not what they are
   */
  public static TlsTrust of(String certificates) {
    if (read(certificates).isEmpty()) {
      throw new IllegalArgumentException("there is no certificate in it");
    }
    return new TlsTrust(certificates, false);
  }

  private static Collection<? extends Certificate> read(String certificates) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(certificates.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "its certificates cannot be read (%s)".formatted(e.getMessage()), e);
    }
  }

  SslContextFactory.Client forClients() {
    SslContextFactory.Client factory = new SslContextFactory.Client(isAnyoneTrusted);
    if (isAnyoneTrusted) {
      factory.setEndpointIdentificationAlgorithm(null);
    } else if (!certificates.isEmpty()) {
      factory.setTrustStore(store());
    }
    return factory;
  }

  private KeyStore store() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate each : read(certificates)) {
        store.setCertificateEntry("authority-" + number, each);
        number++;
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Java has no place for certificates", e);
    }
  }
}
