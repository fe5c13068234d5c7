package dev.relabel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.relabel.annotation.LabelClass;
import dev.relabel.deploy.DeployException;
import dev.relabel.deploy.Environment;
import dev.relabel.model.ModelException;
import dev.relabel.run.RunException;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predicting from Java, without Spark, with a model that finds two boxes on every image. */
class RelabelTest {
  private Path directory = Path.of("");
  private Relabel relabel;
  private Model model;

  @BeforeEach
  void deploy(@TempDir Path temporary) throws IOException {
    directory = temporary;
    relabel = Relabel.with(new Environment(Map.of(), temporary, 0));
    model =
        relabel.deploy(TinyModel.write(temporary.resolve("tiny.onnx")).toString(), "cpu", Map.of());
  }

  @AfterEach
  void close() {
    relabel.close();
  }

  private Path image(String name, int grey) throws IOException {
    return Files.write(directory.resolve(name), GreyVideo.jpeg(grey));
  }

  @Test
  void allKindsOfInputInOneCallInTheirOrder() throws IOException {
    Path photo = image("a.jpg", 50);
    Path film = GreyVideo.write(directory.resolve("film.mkv"), 5);
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/b",
        exchange -> {
          byte[] body = GreyVideo.jpeg(80);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    web.start();
    try {
      String url = "http://127.0.0.1:%s/b".formatted(web.getAddress().getPort());
      BufferedImage inMemory = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
      byte[] rgb = new byte[64 * 64 * 3];
      Arrays.fill(rgb, (byte) 99);

      List<Prediction> found =
          model.predict(
              Input.of(photo.toString(), url)
                  .and(Input.of(inMemory))
                  .and(Input.ofPixels(rgb, 64, 64))
                  .and(Input.ofFile(GreyVideo.jpeg(7)))
                  .and(Input.of(film.toString())),
              Options.DEFAULT.stride(2).batchSize(3));

      assertThat(found).allSatisfy(each -> assertThat(each.problem()).isEmpty());
      assertThat(found.stream().map(each -> each.source().replaceAll(".*/", "")))
          .containsExactly(
              "a.jpg",
              "b",
              "image 2",
              "image 3",
              "image 4",
              "film.mkv#frame=0",
              "film.mkv#frame=2",
              "film.mkv#frame=4");
      assertThat(found.get(0).imagePath())
          .hasValueSatisfying(path -> assertThat(path).endsWith("/a.jpg"));
      assertThat(found.get(0).imageUrl()).isEmpty();
      assertThat(found.get(1).imageUrl()).contains(url);
      assertThat(found.get(1).imagePath()).isEmpty();
      assertThat(found.get(2).imagePath()).isEmpty();
      assertThat(found.get(2).frameIndex()).isEmpty();
      assertThat(found.get(6).frameIndex()).hasValue(2);
      assertThat(found.get(1).loadImage().getRGB(3, 3) & 0xff).isBetween(78, 82);
      assertThat(found.get(3).loadImage().getRGB(3, 3) & 0xffffff).isEqualTo(0x636363);
      assertThat(found.get(7).loadImage().getRGB(3, 3) & 0xff)
          .isBetween(GreyVideo.grey(4) - 2, GreyVideo.grey(4) + 2);
    } finally {
      web.stop(0);
    }
  }

  @Test
  void aPredictionHasBoxesScoresClassesAndAnnotation() throws IOException {
    Prediction one = model.predict(Input.of(image("a.jpg", 50).toString())).get(0);

    assertThat(model.classes().stream().map(LabelClass::name)).containsExactly("whole", "part");
    assertThat(one.classes()).containsExactly("part", "whole");
    assertThat(one.scores())
        .containsExactly(new double[] {0.9, 0.6}, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(one.boxes()).isEqualTo(new double[][] {{8, 16, 24, 32}, {0, 0, 64, 64}});
    assertThat(one.masks()).hasSize(2).allMatch(mask -> mask.isEmpty());
    assertThat(one.annotation().width()).isEqualTo(64);
    assertThat(one.annotation().labels()).isEqualTo(one.labels());
    assertThat(one.toAnnotation())
        .contains("\"size\":{\"height\":64,\"width\":64}", "\"classTitle\":\"part\"");
    BufferedImage drawn = one.draw();
    assertThat(drawn.getWidth()).isEqualTo(64);
    assertThat(drawn.getRGB(8, 24)).isNotEqualTo(one.loadImage().getRGB(8, 24));
    assertThat(one.projectId()).isEmpty();
  }

  @Test
  void optionsOfACallChangeThatCallOnly() throws IOException {
    Input input = Input.of(image("a.jpg", 50).toString());

    assertThat(model.predict(input, Options.DEFAULT.conf(0.8)).get(0).classes())
        .containsExactly("part");
    assertThat(model.predict(input, Options.DEFAULT.classes("whole")).get(0).classes())
        .containsExactly("whole");
    assertThat(
            model.predict(input, Options.DEFAULT.settings(Map.of("as", "polygon"))).get(0).labels())
        .extracting(label -> label.geometry().kind().name())
        .containsOnly("POLYGON");
    assertThat(model.predict(input).get(0).classes()).containsExactly("part", "whole");
  }

  @Test
  void whatCannotBePredictedIsToldInItsPlace() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.jpg"), "no image at all");
    Path good = image("good.jpg", 9);

    List<Prediction> found =
        model.predict(Input.of(broken.toString(), good.toString()).and(Input.ofFile(new byte[4])));

    assertThat(found).hasSize(3);
    assertThat(found.get(0).problem())
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("unreadable-image: "));
    assertThat(found.get(0).labels()).isEmpty();
    assertThatThrownBy(() -> found.get(0).annotation())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unreadable-image");
    assertThatThrownBy(() -> found.get(0).loadImage()).isInstanceOf(PredictionException.class);
    assertThat(found.get(1).problem()).isEmpty();
    assertThat(found.get(2).problem()).isPresent();
  }

  @Test
  void imagesOfAPlatformWithTheirIds() throws IOException {
    try (TestPlatform platform =
        TestPlatform.serving(
            ProjectFolder.in(directory.resolve("served/greys"))
                .images("first", List.of(image("a.jpg", 50), image("b.jpg", 60))))) {
      Map<String, String> variables =
          Map.of("SERVER_ADDRESS", platform.address(), "API_TOKEN", TestPlatform.TOKEN);
      try (Relabel there = Relabel.with(new Environment(variables, directory, 0))) {
        Model same = there.deploy(directory.resolve("tiny.onnx").toString());

        List<Prediction> all = same.predict(Input.project(platform.project().value()));

        assertThat(all).hasSize(2);
        assertThat(all.get(0).projectId()).hasValue(platform.project().value());
        assertThat(all.get(0).name()).isEqualTo("first/a.jpg");
        String image = all.get(1).imageId().orElseThrow();
        String dataset = all.get(1).datasetId().orElseThrow();
        assertThat(all.get(1).loadImage().getRGB(1, 1) & 0xff).isBetween(58, 62);
        assertThat(same.predict(Input.images(image))).hasSize(1);
        assertThat(same.predict(Input.datasets(dataset))).hasSize(2);
        try (PredictionSession session = same.predictDetached(Input.images(image))) {
          session.iterator().next();
          assertThat(session.status().context())
              .containsEntry("image_id", image)
              .containsEntry("input", "images [%s]".formatted(image));
        }
      }
    }
  }

  @Test
  void whatIsWrongAsAWholeIsThrown() {
    assertThatThrownBy(() -> relabel.deploy(directory.resolve("none.onnx").toString()))
        .isInstanceOf(DeployException.class)
        .hasMessageContaining("There is no model file");
    Input nothing = Input.of(directory.resolve("nothing").toString());
    assertThatThrownBy(() -> model.predict(nothing))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("There is no ");
    assertThatThrownBy(
            () -> model.predict(nothing, Options.DEFAULT.settings(Map.of("confidense", 1))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("confidence");
    assertThatThrownBy(() -> model.predict(Input.project(1)))
        .isInstanceOf(DeployException.class)
        .hasMessageContaining("SERVER_ADDRESS");
    assertThatThrownBy(() -> Input.ofPixels(new byte[5], 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 rows of 2 RGB pixels have 6 bytes, not 5");
    model.close();
    assertThatThrownBy(() -> model.predict(nothing)).isInstanceOf(IllegalStateException.class);
  }
}
