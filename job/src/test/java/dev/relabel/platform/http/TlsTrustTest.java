package dev.relabel.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.relabel.platform.Secret;
import dev.relabel.platform.geti.GetiConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with a certificate of its own making, as many have that stand on somebody's premises.
 */
class TlsTrustTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private HttpsServer server;
  private String certificate = "";

  @BeforeEach
  void serve(@TempDir Path directory)
      throws IOException, GeneralSecurityException, InterruptedException {
    KeyStore keys = selfSigned(directory.resolve("keys.p12"));
    byte[] encoded = keys.getCertificate("server").getEncoded();
    certificate =
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(encoded));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
  }

  private static KeyStore selfSigned(Path at)
      throws IOException, GeneralSecurityException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "SAN=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            at.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(at)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int status(String host, TlsTrust trust) throws IOException {
    GetiConnection connection =
        GetiConnection.of(
            "https://%s:%s".formatted(host, server.getAddress().getPort()), Secret.none(), trust);
    try (JettyTransport transport = JettyTransport.start(connection);
        Response response = transport.send("GET", "anything", Payload.NONE)) {
      return response.status();
    }
  }

  @Test
  void aStrangersCertificateIsRefusedUnlessItIsNamedOrNothingIsChecked() throws IOException {
    assertThatThrownBy(() -> status("127.0.0.1", TlsTrust.OF_JAVA))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("GETI_CA_BUNDLE");
    assertThat(status("127.0.0.1", TlsTrust.of(certificate))).isEqualTo(200);
    assertThat(status("127.0.0.1", TlsTrust.OF_ANYONE)).isEqualTo(200);
  }

  @Test
  void aCertificateIsForOneHost() throws IOException {
    assertThatThrownBy(() -> status("localhost", TlsTrust.of(certificate)))
        .isInstanceOf(TransportException.class);
    assertThat(status("localhost", TlsTrust.OF_ANYONE)).isEqualTo(200);
  }

  @Test
  void whatIsNoCertificateIsSaid() {
    assertThatThrownBy(() -> TlsTrust.of("")).hasMessage("there is no certificate in it");
    assertThatThrownBy(() -> TlsTrust.of("-----BEGIN CERTIFICATE-----\nnonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
