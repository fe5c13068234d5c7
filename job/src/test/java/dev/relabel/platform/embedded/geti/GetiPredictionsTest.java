package dev.relabel.platform.embedded.geti;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.ProjectFixture;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GetiPredictionsTest {
  private static final LivePredictor BOLT =
      image ->
          List.of(
              Label.predicted("bolt", new Rectangle(1.4, 2.6, 30, 200), 0.875),
              Label.predicted("moon", new Rectangle(1, 2, 30, 40), 0.9));

  private final Path temp;
  private final Path directory;

  GetiPredictionsTest(@TempDir Path temp) {
    this.temp = temp;
    this.directory = Projects.of(temp.resolve("parts"), "rectangle", "a").directory();
  }

  private static String predict(ServedGeti served) {
    return served.project() + "/pipelines/active:predict";
  }

  private static String byId(ServedGeti served) {
    return "{'dataset_id':'%s','image_id':'%s'}".formatted(served.datasetId(), served.medium("a"));
  }

  @Test
  void predictsOnAFile() {
    try (ServedGeti served = ServedGeti.serve(directory, BOLT)) {
      HttpResponse<byte[]> response =
          served.upload(predict(served), "x.png", ProjectFixture.png(80, 60));
      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode answer = Json.read(response.body());

      assertThat(answer.path("predictions")).hasSize(1);
      assertThat(answer.at("/predictions/0/shape").toString().replace('"', '\''))
          .isEqualTo("{'type':'RECTANGLE','x':1,'y':3,'width':29,'height':57}");
      assertThat(answer.at("/predictions/0/labels/0/id").asText()).isEqualTo(served.label("bolt"));
      assertThat(answer.at("/predictions/0/labels/0/probability").asDouble()).isEqualTo(0.875);
      assertThat(answer.path("created").asText())
          .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{9} \\+0000");
      assertThat(answer.has("media_identifier")).isFalse();
      assertThat(answer.has("maps")).isFalse();
    }
  }

  @Test
  void predictsOnAnImageByItsIdWithOrWithoutTheCache() {
    try (ServedGeti served = ServedGeti.serve(directory, BOLT)) {
      served.post(204, predict(served) + "?use_cache=always", byId(served));
      JsonNode live = served.post(200, predict(served), byId(served));
      assertThat(live.at("/media_identifier/image_id").asText()).isEqualTo(served.medium("a"));
      assertThat(live.path("created").asText()).contains(" ");

      JsonNode cached = served.post(200, predict(served) + "?use_cache=always", byId(served));
      assertThat(cached.path("created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*\\+00:00");
      assertThat(cached.path("predictions")).isEqualTo(live.path("predictions"));
      assertThat(served.post(200, predict(served), byId(served)).path("created").asText())
          .contains(" ");
      served.post(
          200, served.project() + "/pipelines/%s:predict".formatted(served.task()), byId(served));
    }
  }

  @Test
  void hasNothingToSayWithoutAModel() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      served.post(204, predict(served), byId(served));
      assertThat(
              served
                  .get(200, served.project() + "/pipelines/active/status")
                  .path("pipeline_ready")
                  .asBoolean())
          .isFalse();
    }
  }

  @Test
  void answersTheEmptyLabelWhereNothingIs() {
    try (ServedGeti served = ServedGeti.serve(directory, image -> List.of())) {
      JsonNode answer = served.post(200, predict(served), byId(served));
      assertThat(answer.path("predictions")).hasSize(1);
      assertThat(answer.at("/predictions/0/labels/0/id").asText())
          .isEqualTo(served.label("No object"));
      assertThat(answer.at("/predictions/0/shape/width").asInt()).isEqualTo(80);
    }
  }

  @Test
  void putsAllLabelsOfAClassifierOnOneBox() {
    Path weather = Projects.ofTags(temp.resolve("weather"), "a").directory();
    LivePredictor classifier =
        image ->
            List.of(
                Label.predicted("night", WholeImage.INSTANCE, 0.75),
                Label.predicted("rain", WholeImage.INSTANCE, 0.5));
    try (ServedGeti served = ServedGeti.serve(weather, classifier)) {
      JsonNode answer = served.post(200, predict(served), byId(served));
      assertThat(answer.path("predictions")).hasSize(1);
      assertThat(answer.at("/predictions/0/labels")).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'image_id':'66a000030000000000000001'}",
        "{'dataset_id':7,'image_id':'66a000030000000000000001'}",
        "{'dataset_id':'D','image_id':'66a000030000000000000fff'}",
        "{'dataset_id':'D','image_id':'x'}",
        "{'dataset_id':'D'}"
      })
  void answers400ToAllThatIsWrongWithTheMedium(String body) {
    try (ServedGeti served = ServedGeti.serve(directory, BOLT)) {
      JsonNode error =
          served.post(400, predict(served), body.replace("'D'", "'" + served.datasetId() + "'"));
      assertThat(error.path("error_code").asText()).isEqualTo("bad_request");
    }
  }

  @Test
  void refusesOtherVerbsPipelinesAndFiles() {
    LivePredictor picky =
        image -> {
          throw new UnreadableImageException("not this one", null);
        };
    try (ServedGeti served = ServedGeti.serve(directory, picky)) {
      served.post(501, served.project() + "/pipelines/active:frobnicate", "{}");
      served.post(400, served.project() + "/pipelines/other:predict", byId(served));
      served.post(
          404, served.project() + "/pipelines/66a000050000000000000fff:predict", byId(served));
      assertThat(served.upload(predict(served), "x.png", new byte[] {1}).statusCode())
          .isEqualTo(415);
      served.post(415, predict(served), byId(served));
    }
  }
}
