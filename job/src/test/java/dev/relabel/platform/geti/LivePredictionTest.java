package dev.relabel.platform.geti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.EncodedPicture;
import dev.relabel.platform.ModelServer;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Secret;
import dev.relabel.platform.http.TlsTrust;
import dev.relabel.testing.SkippedTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Live prediction against a server whose every answer is placed. */
class LivePredictionTest {
  private static final String TOKEN = "geti_pat_of-the-test";
  private static final String PROJECT = "66a000000000000000000001";
  private static final String PLACE = "organizations/o-1/workspaces/w-1/projects/" + PROJECT;
  private static final String PREDICT = "POST " + PLACE + "/pipelines/active:predict";
  private static final String DETECTION =
      """
      {"id":"66a000000000000000000001","name":"Parts","pipeline":{"tasks":[
       {"id":"66a0000000000000000000d0","title":"Dataset","task_type":"dataset"},
       {"id":"66a0000000000000000000d1","title":"Detection","task_type":"detection","labels":[
        {"id":"66a0000000000000000000a1","name":"bolt","is_empty":false},
        {"id":"66a0000000000000000000a0","name":"No object","is_empty":true}]}]}}""";

  private static final EncodedPicture PICTURE =
      new EncodedPicture(
          "the bytes of a picture".getBytes(StandardCharsets.UTF_8), "jpg", 200, 100);

  private record Reply(int status, String body) {}

  /** By verb and resource; the last one stays. */
  private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final SkippedTime time = new SkippedTime();
  private HttpServer server;
  private ModelServer model;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          String resource = exchange.getRequestURI().getPath().replaceFirst("^/api/v1/", "");
          String call = exchange.getRequestMethod() + " " + resource;
          byte[] body = exchange.getRequestBody().readAllBytes();
          asked.add(
              "%s %s %s"
                  .formatted(
                      call,
                      exchange.getRequestHeaders().getFirst("x-api-key"),
                      new String(body, StandardCharsets.UTF_8)));
          Reply reply = next(call);
          byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    on("GET product_info", new Reply(200, "{\"product-version\":\"2.11.0\",\"more\":{}}"));
    on("GET personal_access_tokens/organization", new Reply(200, "{\"organizationId\":\"o-1\"}"));
    on(
        "GET organizations/o-1/workspaces",
        new Reply(200, "{\"workspaces\":[{\"id\":\"w-1\",\"name\":\"Only\"}]}"));
    on("GET " + PLACE, new Reply(200, DETECTION));
    on("GET " + PLACE + "/model_groups", new Reply(200, groups("m-1")));
    GetiConnection connection =
        GetiConnection.of(
            "http://127.0.0.1:" + server.getAddress().getPort(),
            Secret.of(TOKEN),
            TlsTrust.OF_JAVA);
    model = LivePrediction.open(GetiPipeline.of(connection, PROJECT), time);
  }

  @AfterEach
  void stop() {
    model.close();
    server.stop(0);
  }

  private static String groups(String active) {
    return """
        {"model_groups":[{"id":"g","models":[
         {"id":"m-0","active_model":false},{"id":"%s","active_model":true}]}]}"""
        .formatted(active);
  }

  private void on(String call, Reply... these) {
    replies.put(call, new ArrayDeque<>(Arrays.asList(these)));
  }

  private Reply next(String call) {
    Queue<Reply> left = replies.get(call);
    if (left == null) {
      return new Reply(404, "{\"endpoint_not_found_response\":\"Endpoint is not found\"}");
    }
    synchronized (left) {
      return left.size() > 1 ? left.remove() : left.element();
    }
  }

  private static Reply prediction(String... annotations) {
    return new Reply(
        200,
        "{\"predictions\":[%s],\"created\":\"2025-06-13 11:22:33.123456789 +0000\",\"maps\":[]}"
            .formatted(String.join(",", annotations)));
  }

  private static String box(int x, String label, double probability) {
    return """
        {"shape":{"type":"RECTANGLE","x":%s,"y":40,"width":28,"height":34},
         "labels":[{"id":"%s","probability":%s}]}"""
        .formatted(x, label, probability);
  }

  @Test
  void imagesGoToThePipelineAndBoxesComeBack() {
    on(
        PREDICT,
        prediction(
            box(25, "66a0000000000000000000a1", 0.5), box(190, "66a0000000000000000000a1", 0.9)));

    assertThat(model.info().name()).isEqualTo("Parts");
    assertThat(model.info().classes())
        .containsExactly(new LabelClass("bolt", LabelClass.Shape.RECTANGLE));
    List<Label> labels = model.predict(List.of(PICTURE), "{}").get(0);

    assertThat(labels).extracting(Label::className).containsExactly("bolt", "bolt");
    assertThat(labels.get(0).score()).hasValue(0.9);
    assertThat(labels.get(0).geometry()).isEqualTo(new Rectangle(190, 40, 200, 74));
    assertThat(labels.get(1).geometry()).isEqualTo(new Rectangle(25, 40, 53, 74));
    assertThat(asked).allMatch(call -> call.contains(TOKEN));
    assertThat(asked)
        .anySatisfy(
            call ->
                assertThat(call)
                    .startsWith(PREDICT)
                    .contains("name=\"file\"; filename=\"image.jpg\"", "the bytes of a picture"));
  }

  @Test
  void nothingFoundIsNoLabel() {
    on(PREDICT, prediction(box(0, "66a0000000000000000000a0", 1)), prediction());

    assertThat(model.predict(List.of(PICTURE, PICTURE, PICTURE), "{}"))
        .containsExactly(List.of(), List.of(), List.of());
  }

  @Test
  void classifiersLabelTheImage() {
    on("GET " + PLACE, new Reply(200, DETECTION.replace("\"detection\"", "\"classification\"")));
    on(PREDICT, prediction(box(0, "66a0000000000000000000a1", 0.75)));

    Label label = model.predict(List.of(PICTURE), "{}").get(0).get(0);

    assertThat(label.geometry()).isEqualTo(WholeImage.INSTANCE);
    assertThat(model.info().classes().get(0).shape()).isEqualTo(LabelClass.Shape.IMAGE);
  }

  @Test
  void aBusyServerIsAskedAgainAndAPictureThatItRefusesIsNot() {
    on(PREDICT, new Reply(429, "slow down"), new Reply(503, "loading"), prediction());
    assertThat(model.predict(List.of(PICTURE), "{}")).containsExactly(List.of());

    on(PREDICT, new Reply(415, "{\"error_code\":\"x\",\"message\":\"no image\"}"), prediction());
    assertThatThrownBy(() -> model.predict(List.of(PICTURE), "{}"))
        .isInstanceOf(RefusedContentException.class)
        .hasMessageContaining("no image");
  }

  @Test
  void aClassifierBehindADetectorTellsWhatAnObjectIs() {
    on(
        "GET " + PLACE,
        new Reply(
            200,
            DETECTION.replace(
                "]}]}}",
                """
                ]},{"id":"66a0000000000000000000d2","task_type":"classification","labels":[
                 {"id":"66a0000000000000000000b1","name":"rusty"},
                 {"id":"66a0000000000000000000b2","name":"gone","is_deleted":true}]}]}}""")));
    on(
        PREDICT,
        prediction(
            box(25, "66a0000000000000000000b1", 0.5),
            box(25, "66a0000000000000000000b2", 0.5),
            "{\"shape\":{\"type\":\"RECTANGLE\",\"x\":1,\"y\":1,\"width\":0,\"height\":0},"
                + "\"labels\":[{\"id\":\"66a0000000000000000000a1\",\"probability\":1.0000001}]}"));

    assertThat(model.info().classes())
        .containsExactly(
            new LabelClass("bolt", LabelClass.Shape.RECTANGLE),
            new LabelClass("rusty", LabelClass.Shape.RECTANGLE));
    assertThat(model.predict(List.of(PICTURE), "{}").get(0))
        .singleElement()
        .satisfies(
            label -> {
              assertThat(label.className()).isEqualTo("rusty");
              assertThat(label.geometry()).isEqualTo(new Rectangle(25, 40, 53, 74));
            });
    on(PREDICT, prediction(box(1, "66a0000000000000000000a1", 1).replace("RECTANGLE", "CUBE")));
    assertThatThrownBy(() -> model.predict(List.of(PICTURE), "{}"))
        .isInstanceOf(RefusedContentException.class)
        .hasMessageContaining("not known: 'CUBE'");
  }

  @Test
  void anotherActiveModelEndsTheRun() {
    on(PREDICT, prediction());
    assertThat(model.predict(List.of(PICTURE), "{}")).hasSize(1);
    on("GET " + PLACE + "/model_groups", new Reply(200, groups("m-2")));
    assertThat(model.predict(List.of(PICTURE), "{}")).hasSize(1);
    time.sleep(Duration.ofMinutes(2));

    assertThatThrownBy(() -> model.predict(List.of(PICTURE), "{}"))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("has another model now");
    assertThatThrownBy(() -> model.predict(List.of(PICTURE), "{}"))
        .as("however often it is tried")
        .hasMessageContaining("has another model now");
  }

  @Test
  void whatStandsInTheWayIsSaid() {
    on(PREDICT, new Reply(204, ""));
    assertRejected("has no model that could predict");
    on(PREDICT, prediction(box(1, "66a0000000000000000000ff", 1)));
    assertRejected("its labels have changed");
    replies.remove("GET " + PLACE);
    assertInfoFails("has no project " + PROJECT);
    on(
        "GET organizations/o-1/workspaces",
        new Reply(200, "{\"workspaces\":[{\"id\":\"w-1\"},{\"id\":\"w-2\",\"name\":\"Two\"}]}"));
    assertInfoFails("Set GETI_WORKSPACE to the ID of one: w-1 (), w-2 (Two)");
    on("GET personal_access_tokens/organization", new Reply(401, "Access token is expired"));
    assertInfoFails("Set GETI_TOKEN");
    on("GET personal_access_tokens/organization", new Reply(400, "Bad request"));
    assertInfoFails("Is GETI_TOKEN a personal access token");
    on("GET personal_access_tokens/organization", new Reply(200, "{\"organizationId\":\"../x\"}"));
    assertInfoFails("'../x' is no ID");
    on("GET product_info", new Reply(200, "{\"product-version\":\"1.8.0\"}"));
    assertInfoFails("is Geti 1.8.0. Relabel speaks the REST API of Geti 2.x");
    replies.remove("GET product_info");
    assertInfoFails("no product information");
    on("GET /api/projects", new Reply(200, "[]"));
    assertInfoFails("is Geti 3. Relabel speaks");
  }

  private void assertRejected(String message) {
    assertThatThrownBy(() -> model.predict(List.of(PICTURE), "{}"))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(TOKEN);
  }

  private void assertInfoFails(String message) {
    assertThatThrownBy(model::info)
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void projectsAreNamedByTheirIds() {
    GetiConnection connection =
        GetiConnection.of("geti.example.com", Secret.of(TOKEN), TlsTrust.OF_JAVA);

    assertThat(connection.server()).hasToString("https://geti.example.com");
    assertThat(connection.toString()).doesNotContain(TOKEN);
    assertThat(GetiPipeline.of(connection, PROJECT).pipeline()).isEqualTo("active");
    assertThat(GetiPipeline.of(connection, PROJECT + "/66a0000000000000000000d1").pipeline())
        .isEqualTo("66a0000000000000000000d1");
    for (String wrong : List.of("Parts", PROJECT + "/../x", PROJECT + "/", "")) {
      assertThatThrownBy(() -> GetiPipeline.of(connection, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
