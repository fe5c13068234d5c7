package dev.relabel.platform.embedded.geti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.embedded.Faults;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  private static final String TOKEN = "geti_pat_abc_123456";

  private final Path directory;

  GatewayTest(@TempDir Path temp) {
    directory = Projects.of(temp.resolve("parts"), "rectangle", "a").directory();
  }

  private static HttpResponse<byte[]> get(ServedGeti served, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(served.server().address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return served.exchange(request.build());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void tellsVersionOrganisationAndWorkspaces() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      assertThat(served.get(200, "/api/v1/product_info").path("product-version").asText())
          .isEqualTo("2.11.0");
      String organization =
          served
              .get(200, "/api/v1/personal_access_tokens/organization")
              .path("organizationId")
              .asText();
      JsonNode workspaces =
          served.get(200, "/api/v1/organizations/" + organization + "/workspaces");
      assertThat(workspaces.at("/workspaces/0/id").asText()).isEqualTo(served.server().workspace());
    }
  }

  @Test
  void refusesWrongTokensWithPlainTexts() {
    GetiSettings settings = GetiSettings.local().withToken(TOKEN);
    try (ServedGeti served = ServedGeti.serve(directory, settings)) {
      String path = served.workspace() + "/projects";

      assertThat(get(served, path, "x-api-key", TOKEN).statusCode()).isEqualTo(200);
      assertThat(get(served, path).statusCode()).isEqualTo(401);
      HttpResponse<byte[]> malformed = get(served, path, "x-api-key", "secret");
      assertThat(malformed.statusCode()).isEqualTo(400);
      assertThat(text(malformed)).isEqualTo("Bad request");
      HttpResponse<byte[]> unknown = get(served, path, "x-api-key", "geti_pat_abc_123457");
      assertThat(unknown.statusCode()).isEqualTo(401);
      assertThat(text(unknown)).isEqualTo("Invalid authorization token");
      assertThat(unknown.headers().firstValue("content-type"))
          .hasValue("text/plain; charset=utf-8");
      assertThat(settings.toString()).doesNotContain(TOKEN);
    }
  }

  @Test
  void knowsOneOrganisationOnly() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String other = "/api/v1/organizations/1b7a5f3e-6c1d-4e2a-9f48-1d2c3b4a5e60/workspaces";
      assertThat(get(served, other).statusCode()).isEqualTo(401);
      assertThat(get(served, "/api/v1/organizations/mine/workspaces").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void namesWhatItDoesNotHave() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      assertThat(served.get(404, "/api/v2/projects").path("endpoint_not_found_response").asText())
          .isEqualTo("Endpoint /api/v2/projects is not found");
      JsonNode error = served.get(404, served.workspace() + "/projects/66a000010000000000000fff");
      assertThat(error.path("error_code").asText()).isEqualTo("project_not_found");
      assertThat(error.path("http_status").asInt()).isEqualTo(404);
      assertThat(
              served.get(400, served.workspace() + "/projects/seven").path("error_code").asText())
          .isEqualTo("bad_request");
      // An ID of something else is none, as on a real server.
      served.get(404, served.workspace() + "/projects/" + served.datasetId());
    }
  }

  @Test
  void answersPagesInABrowserWithNothing() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      assertThat(get(served, "/api/v1/product_info", "Origin", "https://e.org").statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void limitsTheRequestsOfAConnection() {
    GetiSettings settings = GetiSettings.local().withRates(new Rate(1, 0.001), new Rate(3, 0.001));
    try (ServedGeti served = ServedGeti.serve(directory, settings)) {
      String path = served.project();
      for (int i = 0; i < 3; i++) {
        assertThat(get(served, path).statusCode()).isEqualTo(200);
      }
      HttpResponse<byte[]> refused = get(served, path);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("x-local-rate-limit")).hasValue("true");
      assertThat(refused.headers().firstValue("retry-after")).isEmpty();

      assertThat(served.exchange("POST", path + "/pipelines/active:predict", "{}").statusCode())
          .isEqualTo(400);
      assertThat(served.exchange("POST", path + "/pipelines/active:predict", "{}").statusCode())
          .isEqualTo(429);
    }
  }

  @Test
  void bucketsFillUpAgain() {
    TokenBucket bucket = new TokenBucket(new Rate(2, 4), 0);
    assertThat(bucket.take(0)).isTrue();
    assertThat(bucket.take(0)).isTrue();
    assertThat(bucket.take(249_000_000)).isFalse();
    assertThat(bucket.take(251_000_000)).isTrue();
    assertThat(bucket.take(252_000_000)).isFalse();
    assertThat(bucket.take(9_000_000_000L)).isTrue();
    assertThat(bucket.take(9_000_000_000L)).isTrue();
    assertThat(bucket.take(9_000_000_000L)).isFalse();
  }

  private static Faults once(String wanted, Faults.Fault before, boolean isBefore) {
    AtomicInteger left = new AtomicInteger(1);
    return new Faults() {
      @Override
      public Optional<Fault> before(String method) {
        return isBefore && method.equals(wanted) && left.getAndDecrement() > 0
            ? Optional.of(before)
            : Optional.empty();
      }

      @Override
      public Optional<Fault> after(String method) {
        return !isBefore && method.equals(wanted) && left.getAndDecrement() > 0
            ? Optional.of(before)
            : Optional.empty();
      }
    };
  }

  @Test
  void canLoseAnAnswerAfterTheWriteHasLanded() {
    Faults faults = once("annotations.post", new Faults.Reset(), false);
    try (ServedGeti served = ServedGeti.serve(directory, faults)) {
      String body =
          ServedGeti.annotations(
              ServedGeti.annotation(ServedGeti.box(1, 2, 30, 40), served.label("bolt")));
      String path = served.image("a") + "/annotations";

      assertThatThrownBy(() -> served.post(200, path, body))
          .isInstanceOf(UncheckedIOException.class);

      assertThat(served.get(200, path + "/latest").path("annotations")).hasSize(1);
    }
  }

  @Test
  void canRefuseBeforeAnythingHappens() {
    Faults faults =
        once("annotations.post", new Faults.Refusal(503, Map.of("Retry-After", "1")), true);
    try (ServedGeti served = ServedGeti.serve(directory, faults)) {
      String body =
          ServedGeti.annotations(
              ServedGeti.annotation(ServedGeti.box(1, 2, 30, 40), served.label("bolt")));
      String path = served.image("a") + "/annotations";

      HttpResponse<byte[]> refused = served.exchange("POST", path, body);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
      served.get(204, path + "/latest");
    }
  }
}
