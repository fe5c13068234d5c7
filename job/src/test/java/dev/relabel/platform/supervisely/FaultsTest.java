package dev.relabel.platform.supervisely;

import static dev.relabel.platform.supervisely.ScriptedServer.body;
import static dev.relabel.platform.supervisely.ScriptedServer.json;
import static dev.relabel.platform.supervisely.ScriptedServer.reset;
import static dev.relabel.platform.supervisely.ScriptedServer.status;
import static dev.relabel.platform.supervisely.ScriptedServer.truncated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Secret;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.AnswerTooLargeException;
import dev.relabel.platform.http.AnswerTooSlowException;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.JettyTransport;
import dev.relabel.platform.http.RefusedException;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls when the server or the network misbehaves; over real connections. */
class FaultsTest {
  private static final String TOKEN = "s3cr3t-token";
  private static final String USER = "{'id':7,'login':'bot'}";
  private static final FetchUser READ = new FetchUser();
  private static final AddDataset WRITE = new AddDataset(new ProjectId(10), Optional.empty(), "ds");
  private static final String DATASET = "{'id':12,'projectId':10,'name':'ds','parentId':null}";

  private final ScriptedServer server = ScriptedServer.start();
  private final ManualTime time = new ManualTime();
  private final SuperviselyConnection connection =
      SuperviselyConnection.of(server.address().toString(), Secret.of(TOKEN))
          .withRetries(
              new RetryPolicy(
                  4, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(60)));
  private final RateLimit rate = new RateLimit(1000, 1, time);
  private final Caller caller = caller(connection);

  private Caller caller(SuperviselyConnection to) {
    return PlatformCaller.of(to, JettyTransport.start(to), rate, time, new Random(1));
  }

  @AfterEach
  void close() {
    caller.close();
    server.close();
  }

  @Test
  void sendsTheTokenAndReadsTheAnswer() {
    server.on("users.me", json(USER));
    assertThat(caller.call(READ)).isEqualTo("bot");
    assertThat(server.received())
        .containsExactly(new ScriptedServer.Received("users.me", TOKEN, Json.object()));
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void readsAgainAfterEveryFailureThatMayPass() {
    for (int status : new int[] {408, 429, 499, 500, 502, 503, 504, 509, 598, 599}) {
      server.on("users.me", status(status, "{'error':'busy'}"), json(USER));
      assertThat(caller.call(READ)).as("after HTTP %s", status).isEqualTo("bot");
    }
    server.on("users.me", reset(), json(USER));
    assertThat(caller.call(READ)).as("after a reset").isEqualTo("bot");
    server.on("users.me", truncated("application/json", "{\"login\":\"bo".getBytes(UTF_8)));
    server.on("users.me", json(USER));
    assertThat(caller.call(READ)).as("after half an answer").isEqualTo("bot");
    for (String text : new String[] {"", "{", "[]", "{'login':7}", "{'login':'bot'} and more"}) {
      server.on("users.me", json(text), json(USER));
      assertThat(caller.call(READ)).as("after \"%s\"", text).isEqualTo("bot");
    }
    server.on("users.me", body(200, "text/html", "<html>Hello".getBytes(UTF_8)), json(USER));
    assertThat(caller.call(READ)).as("after a web page").isEqualTo("bot");
  }

  @Test
  void waitsAsLongAsTheServerAsksInSeconds() {
    server.on("users.me", status(429, "{}", "Retry-After", "17"), json(USER));
    caller.call(READ);
    assertThat(time.elapsed()).isBetween(Duration.ofSeconds(17), Duration.ofMillis(17_100));
    assertThat(rate.requestsPerSecond()).as("half the rate and a success").isEqualTo(510);
  }

  @Test
  void theLookAfterALostWriteWaitsAsLongAsTheServerAsks() {
    server.on("datasets.add", status(503, "{}", "Retry-After", "17"));
    assertThatThrownBy(() -> caller.call(WRITE)).isInstanceOf(OutcomeUnknownException.class);
    server.on("users.me", json(USER));
    caller.call(READ);
    assertThat(time.elapsed()).isBetween(Duration.ofSeconds(17), Duration.ofMillis(17_100));
  }

  @Test
  void waitsUntilTheTimeThatTheServerNames() {
    server.on(
        "users.me",
        status(
            503,
            "{}",
            "Date",
            "Fri, 01 Jan 1999 23:59:50 GMT",
            "Retry-After",
            "Sat, 02 Jan 1999 00:00:20 GMT"),
        json(USER));
    caller.call(READ);
    assertThat(time.elapsed()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_100));
  }

  @Test
  void drawsItsOwnPausesWhenTheServerDoesNotAsk() {
    server.on("users.me", status(429, "{}"), status(503, "{}"), status(500, "{}"), json(USER));
    caller.call(READ);
    assertThat(time.sleeps()).isNotEmpty();
    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(1 + 2 + 4));
  }

  @Test
  void ignoresAskingThatMakesNoSense() {
    for (String asked : new String[] {"-5", "soon", "1.5", "Mon, 99 Jan 2026", "0"}) {
      server.on("users.me", status(503, "{}", "Retry-After", asked), json(USER));
      Duration before = time.elapsed();
      caller.call(READ);
      assertThat(time.elapsed().minus(before)).as(asked).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void givesUpAtOnceWhenTheServerAsksForMoreThanTheTotal() {
    server.on("users.me", status(503, "{'error':'backup'}", "Retry-After", "99999999999999"));
    assertThatThrownBy(() -> caller.call(READ))
        .isInstanceOf(PlatformUnavailableException.class)
        .hasMessage(
            server.address()
                + " answered with HTTP 503: \"backup\" (users.me, 1 attempt). Check SERVER_ADDRESS,"
                + " the network and that the server runs, then run the same command again; finished"
                + " images are skipped.");
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    for (int i = 0; i < 9; i++) {
      server.on("users.me", status(502, "<html>Bad gateway</html>"));
    }
    assertThatThrownBy(() -> caller.call(READ))
        .isInstanceOf(PlatformUnavailableException.class)
        .hasMessageContaining("answered with HTTP 502 (users.me, 4 attempts in ");
    assertThat(server.received()).hasSize(4);
  }

  @Test
  void saysThatAWebPageAnswers() {
    for (int i = 0; i < 4; i++) {
      server.on("users.me", body(200, "text/html; charset=utf-8", "<html>".getBytes(UTF_8)));
    }
    assertThatThrownBy(() -> caller.call(READ))
        .isInstanceOf(PlatformUnavailableException.class)
        .hasMessageContaining("answered with a web page instead of data (users.me, 4 attempts");
  }

  @Test
  void neverSendsAWriteAgainUnlessItIsKnownToHaveDoneNothing() {
    server.on("datasets.add", status(429, "{}"), json(DATASET));
    assertThat(caller.call(WRITE).id().number()).isEqualTo(12);
    int before = server.received().size();
    ScriptedServer.Reply[] faults = {
      reset(),
      truncated("application/json", "{".getBytes(UTF_8)),
      status(503, "{}", "Retry-After", "1"),
      status(504, "{}"),
      status(507, "{}"),
      body(200, "text/html", "<html>".getBytes(UTF_8)),
      json("{'id':'twelve'}"),
      json("")
    };
    for (ScriptedServer.Reply fault : faults) {
      server.on("datasets.add", fault);
      assertThatThrownBy(() -> caller.call(WRITE))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageEndingWith(
              "during datasets.add: whether the write took effect is not known until the platform is"
                  + " read again.");
    }
    assertThat(server.received()).hasSize(before + faults.length);
  }

  @Test
  void doesNotWaitForeverForAnAnswer() {
    Caller hasty =
        caller(
            connection.withTimeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(200)));
    try (hasty) {
      server.on("datasets.add", server.silence());
      assertThatThrownBy(() -> hasty.call(WRITE))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageStartingWith(server.address() + " did not answer in time during datasets.add");
      server.on("users.me", server.silence(), json(USER));
      assertThat(hasty.call(READ)).isEqualTo("bot");
    }
  }

  @Test
  void keepsNoProgramAlive() {
    server.on("users.me", json(USER));
    caller.call(READ);

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().contains("HttpClient"))
        .allMatch(Thread::isDaemon);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("relabel-http"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  @Test
  void asksForLessWhenAnAnswerDoesNotComeInTime() {
    Caller hasty =
        caller(
            connection.withTimeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(200)));
    try (hasty) {
      List<ImageId> two = List.of(new ImageId(1), new ImageId(2));
      server.on("images.bulk.download", server.silence());
      assertThatThrownBy(() -> hasty.call(new DownloadImages(new DatasetId(12), two)))
          .isInstanceOf(AnswerTooSlowException.class)
          .hasMessageContaining("did not answer in time");
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void aWriteThatMayBeRepeatedIsNotSaidToHaveDoneNothing() {
    RemoveFigures remove = new RemoveFigures(List.of(new FigureId(1)));
    server.on(
        "figures.bulk.remove", reset(), status(429, "{}"), status(429, "{}"), status(429, "{}"));
    assertThatThrownBy(() -> caller.call(remove)).isInstanceOf(OutcomeUnknownException.class);
    for (int i = 0; i < 4; i++) {
      server.on("figures.bulk.remove", status(429, "{}"));
    }
    assertThatThrownBy(() -> caller.call(remove)).isInstanceOf(PlatformUnavailableException.class);
  }

  @Test
  void readsNoMoreJsonThanATreeOfItFitsInMemory() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            Arrays.fill(bytes, from, from + length, (byte) ' ');
            return length;
          }
        };
    assertThatThrownBy(() -> READ.read(new Response(200, Map.of(), endless, () -> {})))
        .isInstanceOf(AnswerTooLargeException.class)
        .hasMessage("The answer is larger than 67108864 bytes");
  }

  @Test
  void readsNoMoreThanItAccepts() {
    try (Caller small = caller(connection.withAnswerBytes(100))) {
      server.on("users.me", json("{'login':'" + "x".repeat(100) + "'}"));
      assertThatThrownBy(() -> small.call(READ))
          .isInstanceOf(AnswerTooLargeException.class)
          .hasMessageContaining("larger than 100 bytes");
      server.on("datasets.add", json("{'name':'" + "x".repeat(100) + "'}"));
      assertThatThrownBy(() -> small.call(WRITE)).isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void saysWhatToDoAboutARefusedTokenWithoutShowingIt() {
    for (int status : new int[] {401, 403}) {
      server.on(
          "users.me",
          status(status, "{'error':'Bad token','details':{'message':'" + TOKEN + "'}}"));
      assertThatThrownBy(() -> caller.call(READ))
          .isInstanceOf(PlatformRejectedException.class)
          .hasMessage(
              "%s refused the token (HTTP %s): \"Bad token: ***\". The token is missing, expired or lacks access to this team. Set API_TOKEN to a token of a user who may annotate, then run the same command again; finished images are skipped."
                  .formatted(server.address(), status))
          .hasNoCause();
    }
    assertThat(server.received()).as("no second attempt").hasSize(2);
  }

  @Test
  void tellsAMissingThingFromAMissingServer() {
    FetchProject project = new FetchProject(new ProjectId(7));
    server.on("projects.info", status(404, "{'error':'Not found'}"));
    assertThatThrownBy(() -> caller.call(project))
        .isInstanceOf(NotOnPlatformException.class)
        .hasMessage(
            server.address()
                + " has no project 7: \"Not found\". It was removed, the ID is wrong, or the token's"
                + " user cannot see it.");
    server.on("projects.info", body(404, "text/html", "<html>nginx".getBytes(UTF_8)));
    assertThatThrownBy(() -> caller.call(project))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessage(
            server.address()
                + " has no projects.info (HTTP 404): no Supervisely server answers there. Check"
                + " SERVER_ADDRESS.");
  }

  @Test
  void doesNotFollowRedirects() {
    server.on(
        "users.me", status(301, "{}", "Location", "https://elsewhere.example/x?signature=abc"));
    assertThatThrownBy(() -> caller.call(READ))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("redirects users.me to https://elsewhere.example. Set SERVER_ADDRESS")
        .hasMessageNotContaining("abc");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void repeatsWhatTheServerSaysAboutABadRequest() {
    server.on(
        "users.me",
        status(400, "{'error':'Validation failed','details':[{'message':'id\\nis required'}]}"));
    assertThatThrownBy(() -> caller.call(READ))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            server.address()
                + " refused users.me (HTTP 400): \"Validation failed: id is required\".");
  }

  @Test
  void saysQuicklyThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (Caller nobody = caller(SuperviselyConnection.of("127.0.0.1:" + port, Secret.of(TOKEN)))) {
      assertThatThrownBy(() -> nobody.call(READ))
          .isInstanceOf(PlatformUnavailableException.class)
          .hasMessageStartingWith("http://127.0.0.1:" + port + " refuses connections (users.me, ");
      assertThat(time.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(30));
      assertThatThrownBy(() -> nobody.call(WRITE))
          .as("nothing was sent")
          .isInstanceOf(PlatformUnavailableException.class);
    }
  }

  @Test
  void saysThatTheNameOfTheServerIsUnknown() {
    try (Caller nowhere =
        caller(SuperviselyConnection.of("https://nowhere.invalid", Secret.of(TOKEN)))) {
      assertThatThrownBy(() -> nowhere.call(READ))
          .isInstanceOf(PlatformUnavailableException.class)
          .hasMessageStartingWith(
              "https://nowhere.invalid cannot be found: no host has the name nowhere.invalid");
    }
  }

  @Test
  void saysThatTheServerDoesNotSpeakTls() {
    String https = server.address().toString().replace("http:", "https:");
    try (Caller encrypted = caller(SuperviselyConnection.of(https, Secret.of(TOKEN)))) {
      assertThatThrownBy(() -> encrypted.call(READ))
          .isInstanceOf(PlatformUnavailableException.class)
          .hasMessageStartingWith(https + " does not agree on encryption (");
      assertThat(time.sleeps()).as("repeating does not help").isEmpty();
    }
  }

  @Test
  void stopsWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> caller.call(READ))
          .isInstanceOf(PlatformUnavailableException.class)
          .hasMessageContaining("as the work stops");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
