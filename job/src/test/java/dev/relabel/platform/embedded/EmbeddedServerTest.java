package dev.relabel.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.ProjectFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
  private final Path directory;

  EmbeddedServerTest(@TempDir Path temp) {
    this.directory = temp.resolve("city");
    ProjectFixture.in(directory).image("ds", "a.png", 80, 60);
  }

  private static HttpResponse<String> get(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void asksForTheTokenWhenItHasOne() throws IOException {
    ServerSettings settings = ServerSettings.local().withToken("s3cret");
    try (EmbeddedServer server =
        new EmbeddedServer(LocalProjects.open(directory), settings).start()) {
      URI uri = URI.create(server.address() + "/public/api/v3/users.me");

      assertThat(get(uri).statusCode()).isEqualTo(401);
      assertThat(get(uri, "x-api-key", "wrong").statusCode()).isEqualTo(403);
      assertThat(get(uri, "x-api-key", "wrong").body())
          .contains("\"error\"")
          .doesNotContain("s3cret");
      assertThat(get(uri, "x-api-key", "s3cret").statusCode()).isEqualTo(200);
      assertThat(settings.toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void cutsOffAnAnswerThatFailsHalfway() throws IOException {
    ProjectFixture.in(directory).image("ds", "b.png", 80, 60);
    Files.write(directory.resolve("ds/img/a.png"), new byte[1 << 20]);
    try (ServedProject served = ServedProject.serve(directory)) {
      Path second = directory.resolve("ds/img/b.png");
      Files.delete(second);
      Files.createDirectory(second);

      assertThatThrownBy(
              () ->
                  served.send(
                      "images.bulk.download",
                      "{'datasetId':%s,'imageIds':[%s,%s]}",
                      served.dataset("ds"),
                      served.image("ds", "a.png"),
                      served.image("ds", "b.png")))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void answersOnItsRootAndAboutItsVersionAccountTeamAndWorkspace() {
    try (ServedProject served = ServedProject.serve(directory)) {
      assertThat(get(URI.create(served.server().address() + "/")).statusCode()).isEqualTo(200);
      assertThat(served.post("instance.version", "{}").path("version").asText())
          .isEqualTo("6.17.8");
      assertThat(served.post("users.me", "{}").path("login").asText()).isEqualTo("relabel");
      assertThat(served.post("teams.list", "{'filter':[]}").path("total").asInt()).isEqualTo(1);
      assertThat(
              served
                  .post("workspaces.list", "{'teamId':1,'filter':[]}")
                  .at("/entities/0/teamId")
                  .asInt())
          .isEqualTo(1);
      served.refused(404, "teams.info", "{'id':99}");
    }
  }

  @Test
  void takesParametersOfReadsFromTheQuery() {
    try (ServedProject served = ServedProject.serve(directory)) {
      URI uri = URI.create(served.uri("projects.info") + "?id=" + served.project());

      assertThat(get(uri).body()).contains("\"city\"");
    }
  }

  @Test
  void changesNothingForPagesInABrowser() {
    try (ServedProject served = ServedProject.serve(directory)) {
      String query = "?projectId=%s&name=new".formatted(served.project());
      assertThat(get(URI.create(served.uri("datasets.add") + query)).statusCode()).isEqualTo(405);
      assertThat(get(served.uri("users.me"), "Origin", "https://example.org").statusCode())
          .isEqualTo(403);
      assertThat(directory.resolve("new")).doesNotExist();
    }
  }

  @Test
  void namesMethodsThatItDoesNotHave() {
    try (ServedProject served = ServedProject.serve(directory)) {
      assertThat(served.refused(404, "images.paint", "{}").path("error").asText())
          .contains("images.paint");
      assertThat(served.refused(501, "tasks.info", "{'id':1}").path("error").asText())
          .contains("tasks.info");
      assertThat(get(URI.create(served.server().address() + "/elsewhere")).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void refusesWhatItCannotRead() {
    try (ServedProject served = ServedProject.serve(directory)) {
      served.refused(400, "projects.info", "{");
      served.refused(400, "projects.info", "{}");
      served.refused(400, "projects.info", "{'id':'ten'}");
      served.refused(400, "images.internal.hashes.list", "{}");
      served.refused(400, "images.bulk.upload", "{}");
    }
  }

  @Test
  void refusesBodiesThatWouldFillTheMemory() {
    try (ServedProject served = ServedProject.serve(directory)) {
      byte[] blank = new byte[(int) RequestBody.MAX_JSON_BYTES + 1];
      Arrays.fill(blank, (byte) ' ');

      HttpResponse<String> response =
          served.exchange(
              HttpRequest.newBuilder(served.uri("projects.info"))
                  .POST(BodyPublishers.ofByteArray(blank))
                  .build(),
              BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(413);
    }
  }

  @Test
  void tellsWhatTheCommandPrints() {
    try (ServedProject served = ServedProject.serve(directory)) {
      assertThat(served.server().address()).isEqualTo("http://127.0.0.1:" + served.server().port());
      assertThat(served.server().projects())
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.id().number()).isEqualTo(served.project());
                assertThat(each.name()).isEqualTo("city");
                assertThat(each.imagesCount()).isEqualTo(1);
              });
    }
  }

  @Test
  void saysWhichAddressIsTaken() {
    try (ServedProject served = ServedProject.serve(directory)) {
      ProjectFixture.in(directory.resolveSibling("other"));
      ServerSettings same = ServerSettings.local().withPort(served.server().port());
      try (EmbeddedServer second =
          new EmbeddedServer(LocalProjects.open(directory.resolveSibling("other")), same)) {
        assertThatThrownBy(second::start)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("Cannot serve at 127.0.0.1:" + served.server().port());
      }
    }
  }

  private static Faults onceAfter(String wanted, Faults.Fault fault) {
    CountDownLatch first = new CountDownLatch(1);
    return new Faults() {
      @Override
      public synchronized Optional<Fault> after(String method) {
        if (method.equals(wanted) && first.getCount() > 0) {
          first.countDown();
          return Optional.of(fault);
        }
        return Optional.empty();
      }
    };
  }

  @Test
  void failsOnPurposeAfterTheEffect() {
    Faults faults = onceAfter("datasets.add", new Faults.Reset());
    try (ServedProject served = ServedProject.serve(directory, faults)) {
      String body = "{'projectId':%s,'name':'new'}";

      assertThatThrownBy(() -> served.send("datasets.add", body, served.project()))
          .isInstanceOf(UncheckedIOException.class);

      JsonNode error = served.refused(400, "datasets.add", body, served.project());
      assertThat(error.at("/details/type").asText()).isEqualTo("NONUNIQUE");
    }
  }

  @Test
  void answersHalfOnPurpose() {
    Faults faults = onceAfter("datasets.add", new Faults.Truncated());
    try (ServedProject served = ServedProject.serve(directory, faults)) {
      assertThatThrownBy(
              () -> served.send("datasets.add", "{'projectId':%s,'name':'new'}", served.project()))
          .isInstanceOf(UncheckedIOException.class);

      assertThat(directory.resolve("new")).exists();
    }
  }

  @Test
  void answersAWebPageOnPurpose() {
    Faults faults = onceAfter("users.me", new Faults.WebPage());
    try (ServedProject served = ServedProject.serve(directory, faults)) {
      HttpResponse<String> response = served.send("users.me", "{}");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    }
  }

  @Test
  void hasAnEffectOnPurposeAfterItHasGivenUp() {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Faults faults =
        new Faults() {
          @Override
          public Optional<Fault> before(String method) {
            return Optional.of(new Late(() -> await(go)));
          }

          @Override
          public Optional<Fault> after(String method) {
            done.countDown();
            return Optional.empty();
          }
        };
    try (ServedProject served = ServedProject.serve(directory, faults)) {
      HttpResponse<String> response =
          served.send("datasets.add", "{'projectId':%s,'name':'new'}", served.project());

      assertThat(response.statusCode()).isEqualTo(504);
      assertThat(directory.resolve("new")).doesNotExist();
      go.countDown();
      await(done);
      assertThat(directory.resolve("new")).exists();
    }
  }

  @Test
  void failsOnPurposeBeforeTheEffect() {
    Faults faults =
        new Faults() {
          @Override
          public Optional<Fault> before(String method) {
            return method.equals("datasets.add")
                ? Optional.of(new Refusal(429, Map.of("Retry-After", "3")))
                : Optional.empty();
          }
        };
    try (ServedProject served = ServedProject.serve(directory, faults)) {
      HttpResponse<String> response =
          served.send("datasets.add", "{'projectId':%s,'name':'new'}", served.project());

      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.headers().firstValue("Retry-After")).hasValue("3");
      assertThat(directory.resolve("new")).doesNotExist();
    }
  }

  @Test
  void waitsOnPurposeBeforeAnswering() {
    CountDownLatch go = new CountDownLatch(1);
    Faults faults = onceAfter("users.me", new Faults.Pause(() -> await(go)));
    try (ServedProject served = ServedProject.serve(directory, faults)) {
      CompletableFuture<HttpResponse<String>> answer =
          served
              .http()
              .sendAsync(
                  HttpRequest.newBuilder(served.uri("users.me")).build(), BodyHandlers.ofString());
      served.post("instance.version", "{}");
      assertThat(answer).isNotDone();
      go.countDown();
      assertThat(answer.join().statusCode()).isEqualTo(200);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
