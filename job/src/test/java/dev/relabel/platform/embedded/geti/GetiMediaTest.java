package dev.relabel.platform.embedded.geti;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.embedded.geti.GetiSettings.Uploads;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.ProjectFixture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetiMediaTest {
  private final Path directory;

  GetiMediaTest(@TempDir Path temp) {
    directory =
        Projects.of(temp.resolve("parts"), "rectangle", "a", "b", "c")
            .annotation("ds", "b.png", Projects.annotation(Projects.box("bolt", 2, 3, 20, 30)))
            .directory();
  }

  private static List<String> names(JsonNode answer) {
    List<String> names = new ArrayList<>();
    answer.path("media").forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  private static String rule(String field, String operator, String value) {
    return "{'condition':'and','rules':[{'field':'%s','operator':'%s','value':%s}]}"
        .formatted(field, operator, value);
  }

  @Test
  void pagesByOffsetAsLongAsPagesAreFull() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String query = served.dataset() + "/media:query";
      JsonNode all = served.post(200, query, "{}");
      assertThat(names(all)).containsExactly("a", "b", "c");
      assertThat(all.has("next_page")).isFalse();
      assertThat(all.path("total_images").asInt()).isEqualTo(3);

      JsonNode first = served.post(200, query + "?limit=2&sort_direction=dsc", "{}");
      assertThat(names(first)).containsExactly("c", "b");
      JsonNode second = served.post(200, first.path("next_page").asText(), "{}");
      assertThat(names(second)).containsExactly("a");
      assertThat(second.has("next_page")).isFalse();

      JsonNode exact = served.post(200, query + "?limit=3", "{}");
      JsonNode empty = served.post(200, exact.path("next_page").asText(), "{}");
      assertThat(empty.path("media")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "media_type, equal, 'image', a b c",
    "media_type, EQUAL, 'video', ''",
    "MEDIA_NAME, equal, 'b', b",
    "media_name, contains, 'C', c",
    "media_name, not_equal, 'b', a c",
    "annotation_scene_state, equal, 'annotated', b",
    "annotation_scene_state, in, '[unannotated]', a c",
    "media_width, greater, '79', a b c",
    "media_width, less, '80', ''",
  })
  void filters(String field, String operator, String value, String found) {
    String json =
        value.startsWith("[")
            ? value.replace("[", "['").replace("]", "']")
            : value.matches("\\d+") ? value : "'" + value + "'";
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode answer =
          served.post(200, served.dataset() + "/media:query", rule(field, operator, json));
      assertThat(String.join(" ", names(answer))).isEqualTo(found);
    }
  }

  @Test
  void filtersByLabel() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String bolt = "'" + served.label("bolt") + "'";
      String query = served.dataset() + "/media:query";
      assertThat(names(served.post(200, query, rule("label_id", "equal", bolt))))
          .containsExactly("b");
      assertThat(names(served.post(200, query, rule("label_id", "not_in", "[" + bolt + "]"))))
          .containsExactly("a", "c");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'rules':[]}",
        "{'rules':[{'field':'moon','operator':'equal','value':1}]}",
        "{'rules':[{'field':'media_name','operator':'greater','value':'a'}]}"
      })
  void refusesFiltersThatAreNone(String body) {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      assertThat(
              served.post(400, served.dataset() + "/media:query", body).path("error_code").asText())
          .isEqualTo("invalid_filter");
    }
  }

  @Test
  void needsABodyAndNumbersInRange() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String query = served.dataset() + "/media:query";
      assertThat(served.post(400, query, "").path("error_code").asText())
          .isEqualTo("missing_payload");
      assertThat(served.post(400, query + "?limit=1001", "{}").at("/message/limit").isArray())
          .isTrue();
      served.post(400, query + "?limit=ten", "{}");
      served.post(400, query + "?sort_by=colour", "{}");
    }
  }

  @Test
  void describesAnImage() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode image = served.get(200, served.image("b"));
      assertThat(image.path("type").asText()).isEqualTo("image");
      assertThat(image.path("name").asText()).isEqualTo("b");
      assertThat(image.at("/media_information/width").asInt()).isEqualTo(80);
      assertThat(image.at("/media_information/height").asInt()).isEqualTo(60);
      assertThat(image.at("/media_information/extension").asText()).isEqualTo(".png");
      assertThat(image.at("/preprocessing/status").asText()).isEqualTo("FINISHED");
      assertThat(image.at("/annotation_state_per_task/0/state").asText()).isEqualTo("annotated");
      assertThat(image.path("annotation_scene_id"))
          .isEqualTo(served.get(200, served.image("b") + "/annotations/latest").path("id"));
      assertThat(served.get(200, served.image("a")).path("annotation_scene_id").isNull()).isTrue();
      String display = image.at("/media_information/display_url").asText();
      assertThat(served.exchange("GET", display, null).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void givesTheStoredBytesAndASquareThumbnail() throws IOException {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      HttpResponse<byte[]> full = served.exchange("GET", served.image("a") + "/display/full", null);
      assertThat(full.body()).isEqualTo(Files.readAllBytes(directory.resolve("ds/img/a.png")));
      assertThat(full.headers().firstValue("content-type")).hasValue("image/png");
      assertThat(full.headers().firstValue("cache-control")).hasValue("private, max-age=3600");
      HttpResponse<byte[]> thumb =
          served.exchange("GET", served.image("a") + "/display/thumb", null);
      BufferedImage small = ImageIO.read(new ByteArrayInputStream(thumb.body()));
      assertThat(small.getWidth()).isEqualTo(256);
      assertThat(small.getHeight()).isEqualTo(256);
    }
  }

  @Test
  void addsAnImage() throws IOException {
    byte[] png = ProjectFixture.png(64, 48);
    String id;
    try (ServedGeti served = ServedGeti.serve(directory)) {
      HttpResponse<byte[]> answer =
          served.upload(served.dataset() + "/media/images", "new.png", png);
      assertThat(answer.statusCode()).isEqualTo(200);
      JsonNode image = Json.read(answer.body());
      id = image.path("id").asText();
      assertThat(image.at("/media_information/width").asInt()).isEqualTo(64);
      assertThat(Files.readAllBytes(directory.resolve("ds/img/new.png"))).isEqualTo(png);
      assertThat(served.upload(served.dataset() + "/media/images", "new.png", png).statusCode())
          .as("the same name again")
          .isEqualTo(200);
    }
    try (ServedGeti served = ServedGeti.serve(directory)) {
      assertThat(served.medium("new")).isEqualTo(id);
    }
  }

  @Test
  void refusesUploadsThatAreNoImages() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String path = served.dataset() + "/media/images";
      assertThat(served.upload(path, "new.txt", ProjectFixture.png(64, 48)).statusCode())
          .isEqualTo(415);
      assertThat(served.upload(path, "new.png", new byte[] {1, 2, 3}).statusCode()).isEqualTo(415);
      assertThat(served.upload(path, "new.png", ProjectFixture.png(31, 48)).statusCode())
          .isEqualTo(415);
      assertThat(served.post(400, path, "{}").at("/message/file").isArray()).isTrue();
    }
  }

  @Test
  void listsAnImageWhoseAnnotationIsDamaged() throws IOException {
    Files.writeString(directory.resolve("ds/ann/b.png.json"), "{\"objects\":[7]}");
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode media = served.post(200, served.dataset() + "/media:query", "{}").path("media");
      assertThat(media.at("/1/name").asText()).isEqualTo("b");
      assertThat(media.at("/1/media_information/width").asInt()).isEqualTo(80);
      served.get(400, served.image("b") + "/annotations/latest");
    }
  }

  @Test
  void writesNowhereElseWhateverAFileIsCalled() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String path = served.dataset() + "/media/images";
      for (String name : List.of("../evil.png", "../../ds/img/evil.png", ".png")) {
        assertThat(served.upload(path, name, ProjectFixture.png(64, 48)).statusCode())
            .as(name)
            .isIn(400, 415);
      }
      assertThat(directory.resolve("ds/evil.png")).doesNotExist();
      assertThat(directory.resolve("evil.png")).doesNotExist();
      assertThat(served.post(200, served.dataset() + "/media:query", "{}").path("media"))
          .hasSize(3);
    }
  }

  @Test
  void canPrepareUploadsForAWhile() {
    GetiSettings settings = GetiSettings.local().withUploads(Uploads.PREPARED_LATER);
    try (ServedGeti served = ServedGeti.serve(directory, settings)) {
      HttpResponse<byte[]> answer =
          served.upload(served.dataset() + "/media/images", "new.png", ProjectFixture.png(64, 48));
      assertThat(answer.statusCode()).isEqualTo(202);
      JsonNode image = Json.read(answer.body());
      assertThat(image.at("/preprocessing/status").asText()).isEqualTo("SCHEDULED");
      assertThat(image.path("thumbnail").isNull()).isTrue();
      String path = served.dataset() + "/media/images/" + image.path("id").asText();

      JsonNode early = served.post(412, path + "/annotations", "{'annotations':[]}");
      assertThat(early.path("error_code").asText()).isEqualTo("media_is_not_preprocessed");
      assertThat(served.get(200, path).at("/preprocessing/status").asText())
          .isEqualTo("IN_PROGRESS");
      assertThat(served.get(200, path).at("/preprocessing/status").asText()).isEqualTo("FINISHED");
      served.post(200, path + "/annotations", "{'annotations':[]}");
    }
  }

  @Test
  void removesAnImage() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String path = served.image("b");
      assertThat(served.send(200, "DELETE", path, null).path("result").asText())
          .isEqualTo("success");
      assertThat(served.get(404, path).path("error_code").asText()).isEqualTo("image_not_found");
      served.get(404, path + "/annotations/latest");
      assertThat(directory.resolve("ds/img/b.png")).doesNotExist();
    }
  }
}
