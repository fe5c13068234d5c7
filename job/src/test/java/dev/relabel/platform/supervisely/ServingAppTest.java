package dev.relabel.platform.supervisely;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.EncodedPicture;
import dev.relabel.image.Picture;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.ModelServer;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Secret;
import dev.relabel.platform.ServedModelInfo;
import dev.relabel.platform.format.Json;
import dev.relabel.testing.FixedLabels;
import dev.relabel.testing.ServingApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingAppTest {
  private static final int WIDTH = 12;
  private static final int HEIGHT = 10;
  private static final Label BOX = Label.predicted("car", new Rectangle(2, 3, 9, 8), 0.75);
  private static final FixedLabels CARS =
      new FixedLabels(List.of(new LabelClass("car", Shape.RECTANGLE)), List.of(BOX));

  @TempDir private Path directory = Path.of("");
  private ServingApp app;
  private final ManualTime time = new ManualTime();
  private ModelServer client;

  @BeforeEach
  void start() {
    app = ServingApp.start(directory).serves(CARS, "Cars", "/a/best.pth");
    client =
        dev.relabel.platform.supervisely.ServingApp.open(
            ServingAddress.of(app.address(), Optional.empty()), time);
  }

  @AfterEach
  void stop() {
    client.close();
    app.close();
  }

  private static EncodedPicture picture() {
    try (Picture picture = Picture.ofRgb(WIDTH, HEIGHT, new byte[3 * WIDTH * HEIGHT])) {
      return picture.toFile();
    }
  }

  private List<Label> predicted() {
    return client.predict(List.of(picture()), "{}").get(0);
  }

  @Test
  void tellsModelClassesAndSettings() {
    app.withSettings("conf: 0.4 # lowest\nagnostic_nms: false\n").withMaxBatchSize(4);

    ServedModelInfo info = client.info();

    assertThat(info.name()).isEqualTo("Cars best.pth");
    assertThat(info.classes()).containsExactly(new LabelClass("car", Shape.RECTANGLE));
    assertThat(info.settings()).isEqualTo("{\"conf\":0.4,\"agnostic_nms\":false}");
    assertThat(info.mostImages()).isEqualTo(4);
    assertThat(info.identity()).contains("/a/best.pth").doesNotContain("cuda", "hardware");
  }

  @Test
  void everyShapeComesBackInPixelsOfThePicture() {
    List<Label> labels =
        List.of(
            BOX,
            Label.predicted("plate", new OrientedRectangle(6, 5, 4, 2, 0.5), 0.7),
            Label.predicted("area", Mask.ofRuns(3, 4, 3, 2, 0, 2, 2, 2), 0.65),
            Label.predicted("field", Polygon.of(1.5, 1.5, 8.5, 1.5, 8.5, 6.5), 0.6));
    app.serves(
        new FixedLabels(
            List.of(
                new LabelClass("car", Shape.RECTANGLE),
                new LabelClass("plate", Shape.ORIENTED_RECTANGLE),
                new LabelClass("area", Shape.MASK),
                new LabelClass("field", Shape.POLYGON)),
            labels),
        "Shapes",
        "/a/best.pth");

    assertThat(predicted())
        .containsExactlyElementsOf(labels)
        .allMatch(label -> label.origin() == Origin.MACHINE);
  }

  @Test
  void imagesOfOneCallKeepTheirOrderAndNames() {
    EncodedPicture red = coloured(255);
    EncodedPicture black = coloured(0);

    List<List<Label>> labels = client.predict(List.of(red, black, red), "{\"conf\": 0.8}");

    assertThat(labels).hasSize(3).allMatch(List::isEmpty);
    assertThat(app.states().get(0).path("batch_size").asInt()).isEqualTo(3);
    String names =
        new PredictImages(List.of(red, black, red), Json.object())
            .payload().pieces().stream()
                .map(piece -> StandardCharsets.ISO_8859_1.decode(piece.duplicate()).toString())
                .filter(piece -> piece.contains("filename="))
                .map(piece -> piece.replaceAll("(?s).*filename=\"(.{8}).*", "$1"))
                .distinct()
                .reduce("", (a, b) -> a + " " + b);
    assertThat(names.strip().split(" ", -1)).hasSize(2);
  }

  private static EncodedPicture coloured(int value) {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) value;
    }
    try (Picture picture = Picture.ofRgb(WIDTH, HEIGHT, rgb)) {
      return picture.toFile();
    }
  }

  @Test
  void aPassingFailureIsRepeated() {
    client.info();
    app.failing("inference_batch", 503);

    assertThat(predicted()).containsExactly(BOX);
  }

  @Test
  void aFailureOfTheModelIsAboutTheImages() {
    client.info();
    app.failing("inference_batch", 500);

    assertThatThrownBy(this::predicted)
        .isInstanceOf(RefusedContentException.class)
        .hasMessageContaining("the app at " + app.address())
        .hasMessageContaining("RuntimeError('scripted')");
    assertThat(predicted()).containsExactly(BOX);
  }

  @Test
  void aModelThatIsGoneIsNoFaultOfAnImage() {
    client.info();
    app.forget();

    assertThatThrownBy(this::predicted)
        .isInstanceOf(PlatformRejectedException.class)
        .isNotInstanceOf(RefusedContentException.class)
        .hasMessageContaining("runs, but has no model");
    assertThat(time.elapsed()).as("waits for it").isGreaterThan(Duration.ofMinutes(5));
  }

  @Test
  void aSlowAppGetsFewerImagesAtOnce() {
    client.info();
    app.failing("inference_batch", 504, 504);

    assertThat(client.predict(List.of(picture(), picture(), picture(), picture()), "{}"))
        .hasSize(4)
        .allMatch(labels -> labels.equals(List.of(BOX)));
    assertThat(app.states())
        .extracting(state -> state.path("batch_size").asInt())
        .containsExactly(1, 1, 2);
  }

  @Test
  void theSessionIsInNoMessage() {
    ServingAddress address =
        ServingAddress.of(app.address() + "/net/secret-session", Optional.empty());

    assertThat(address.toString()).doesNotContain("secret-session");
    try (ModelServer server = address.open()) {
      assertThatThrownBy(server::info)
          .isInstanceOf(PlatformException.class)
          .hasMessageNotContaining("secret-session");
    }
    assertThatThrownBy(
            () -> ServingAddress.of("http://host/net/secret-session?x=1", Optional.empty()))
        .hasMessageContaining("http://host/…")
        .hasMessageNotContaining("secret-session");
  }

  @Test
  void anotherModelIsNotTakenForTheFirst() {
    client.info();
    app.serves(CARS, "Cars", "/a/epoch_3.pth").failing("inference_batch", 500);

    assertThatThrownBy(this::predicted)
        .isExactlyInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("serves another model now")
        .hasMessageContaining("Cars epoch_3.pth, before: Cars best.pth");
  }

  private static PredictImages asked() {
    return new PredictImages(List.of(picture()), Json.object());
  }

  private static ObjectNode item(String tags, String objects) {
    return (ObjectNode)
        Json.read(
            "{'annotation':{'size':{'width':12,'height':10},'tags':[%s],'objects':[%s]}}"
                .formatted(tags, objects)
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tagsOfAClassifierAreLabelsOfTheImage() {
    List<Label> labels =
        asked()
            .read(Json.array().add(item("{'name':'cat','value':0.9},{'name':'tabby'}", "")))
            .get(0);

    assertThat(labels).extracting(Label::className).containsExactly("tabby", "cat");
    assertThat(labels).allMatch(label -> label.geometry() instanceof WholeImage);
    assertThat(labels.get(1).score()).hasValue(0.9);
  }

  @Test
  void keypointsAndOtherNamesOfTheScoreAreUnderstood() {
    String graph =
        "{'classTitle':'person','geometryType':'graph','tags':[{'name':'conf','value':0.5}],'nodes':{'nose':{'loc':[4,2]}}}";

    Label label = asked().read(Json.array().add(item("", graph))).get(0).get(0);

    assertThat(label.score()).hasValue(0.5);
    assertThat(label.geometry()).isInstanceOf(Keypoints.class);
    assertThat(label.tags()).isEmpty();
  }

  @Test
  void answersThatDoNotFitAreRefused() {
    ObjectNode turned = item("", "");
    turned.withObject("annotation").withObject("size").put("width", 10).put("height", 12);
    String cuboid = "{'classTitle':'box','geometryType':'cuboid_2d','tags':[]}";

    assertThatThrownBy(() -> asked().read(Json.array()))
        .hasMessageContaining("1 images were sent and 0 predictions came back");
    assertThatThrownBy(() -> asked().read(Json.array().add(turned)))
        .isInstanceOf(RefusedContentException.class)
        .hasMessageContaining("10 × 12");
    assertThatThrownBy(() -> asked().read(Json.array().add(item("", cuboid))))
        .isInstanceOf(RefusedContentException.class)
        .hasMessageContaining("cuboid_2d");
  }

  @Test
  void theTokenGoesOnlyToThePlatformsOwnServer() {
    SuperviselyConnection platform =
        SuperviselyConnection.of("https://sly.example.com", Secret.of("t"));

    assertThat(token("https://sly.example.com/net/abc", platform)).isEqualTo(Secret.of("t"));
    assertThat(token("http://sly.example.com/net/abc", platform).isNone()).isTrue();
    assertThat(token("https://sly.example.com:8443/net/abc", platform).isNone()).isTrue();
    assertThat(token("https://example.com/net/abc", platform).isNone()).isTrue();
    assertThat(ServingAddress.of("https://sly.example.com/net/abc", Optional.of(platform)))
        .extracting(ServingAddress::address)
        .isEqualTo("the app at https://sly.example.com");
  }

  private static Secret token(String address, SuperviselyConnection platform) {
    return ServingAddress.of(address, Optional.of(platform)).app().token();
  }
}
