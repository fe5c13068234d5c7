package dev.relabel.platform.supervisely;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuperviselyEnvironmentTest {
  private static final String FILE =
      """
      # my server
      export SERVER_ADDRESS="https://app.example.com/"
      API_TOKEN='file-token' # not "this"
      OTHER = a#b # c

      broken line
      """;

  @Test
  void readsTheEnvironmentFirst() {
    SuperviselyConnection connection =
        SuperviselyEnvironment.connection(
            Map.of("SERVER_ADDRESS", "//localhost:8080//", "API_TOKEN", " abc "), FILE);
    assertThat(connection.server()).isEqualTo(URI.create("http://localhost:8080"));
    assertThat(connection.api()).isEqualTo(URI.create("http://localhost:8080/public/api"));
    assertThat(connection.token()).isEqualTo(Secret.of("abc"));
    assertThat(connection.toString()).contains("***").doesNotContain("abc");
  }

  @Test
  void readsTheFileUnlessInProduction() {
    SuperviselyConnection connection =
        SuperviselyEnvironment.connection(Map.of("API_TOKEN", " "), FILE);
    assertThat(connection.server()).isEqualTo(URI.create("https://app.example.com"));
    assertThat(connection.token()).isEqualTo(Secret.of("file-token"));
    assertThat(
            SuperviselyEnvironment.connection(
                    Map.of("SERVER_ADDRESS", "https://app.example.com"), FILE)
                .token())
        .isEqualTo(Secret.of("file-token"));
    assertThatThrownBy(() -> SuperviselyEnvironment.connection(Map.of("ENV", "production"), FILE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No connection to Supervisely: SERVER_ADDRESS is not set: the server's address, such as"
                + " https://app.example.com; API_TOKEN is not set: a token from your account's"
                + " settings on the platform. Variables are read from the environment, then from"
                + " ~/supervisely.env.");
  }

  @Test
  void doesNotShowTheFilesTokenToAnotherServer() {
    assertThatThrownBy(
            () ->
                SuperviselyEnvironment.connection(
                    Map.of("SERVER_ADDRESS", "https://other.example.com"), FILE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("API_TOKEN is not set")
        .hasMessageContaining("the file is not used, as the environment sets SERVER_ADDRESS");
  }

  @Test
  void doesNotShowTheEnvironmentsTokenToTheFilesServer() {
    assertThatThrownBy(
            () -> SuperviselyEnvironment.connection(Map.of("API_TOKEN", "other-token"), FILE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SERVER_ADDRESS is not set")
        .hasMessageContaining("the file is not used, as the environment sets API_TOKEN");
  }

  @Test
  void doesNotShowATokenToThePlaceOfAnApiFromElsewhere() {
    String api = "SUPERVISELY_API_SERVER_ADDRESS";
    assertThatThrownBy(
            () -> SuperviselyEnvironment.connection(Map.of(api, "http://api.internal:90"), FILE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the file is not used, as the environment sets " + api);
    assertThat(
            SuperviselyEnvironment.connection(
                    Map.of("SERVER_ADDRESS", "host", "API_TOKEN", "token"),
                    FILE + api + "=http://api.internal:90\n")
                .api())
        .isEqualTo(URI.create("http://host/public/api"));
  }

  @Test
  void takesAnotherPlaceOfTheApi() {
    assertThat(
            SuperviselyEnvironment.connection(
                    Map.of(
                        "SUPERVISELY_API_SERVER_ADDRESS",
                        "http://api.internal:90/api/",
                        "SERVER_ADDRESS",
                        "host",
                        "API_TOKEN",
                        "token"),
                    FILE)
                .api())
        .isEqualTo(URI.create("http://api.internal:90/api"));
  }

  @Test
  void refusesAddressesThatAreNoneAndNeverRepeatsSecrets() {
    for (String address :
        new String[] {"http://", "a b", "http://me:pass@host", "http://host?x=1", "ftp://host"}) {
      assertThatThrownBy(
              () ->
                  SuperviselyEnvironment.connection(
                      Map.of("SERVER_ADDRESS", address, "API_TOKEN", "tok3n"), ""))
          .as(address)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SERVER_ADDRESS or API_TOKEN is wrong")
          .hasMessageNotContaining("tok3n")
          .hasMessageNotContaining("pass@");
    }
    assertThatThrownBy(
            () ->
                SuperviselyEnvironment.connection(
                    Map.of("SERVER_ADDRESS", "host", "API_TOKEN", "to ken"), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A secret is neither empty")
        .hasMessageNotContaining("to ken");
  }

  @Test
  void parsesEnvironmentFiles() {
    assertThat(Dotenv.parse("\ufeff" + FILE))
        .containsExactly(
            Map.entry("SERVER_ADDRESS", "https://app.example.com/"),
            Map.entry("API_TOKEN", "file-token"),
            Map.entry("OTHER", "a#b"));
    assertThat(Dotenv.parse("A='open\nB=\nC=#\n=x\n"))
        .containsExactly(Map.entry("A", "'open"), Map.entry("B", ""), Map.entry("C", ""));
  }

  @Test
  void hasTheseDefaults() {
    SuperviselyConnection connection = SuperviselyConnection.of("h", Secret.of("t"));
    assertThat(connection)
        .isEqualTo(
            new SuperviselyConnection(
                URI.create("http://h"),
                URI.create("http://h/public/api"),
                Secret.of("t"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2),
                new RetryPolicy(
                    10, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5)),
                100,
                8,
                256L << 20));
    assertThatThrownBy(() -> connection.withRequestsPerSecond(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("requestsPerSecond=0.0");
  }

  @Test
  void travelsToExecutors() throws IOException, ClassNotFoundException {
    SuperviselyConnection connection = SuperviselyConnection.of("h", Secret.of("t"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(connection);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(connection);
    }
  }
}
