package dev.relabel.platform.embedded.geti;

import static dev.relabel.platform.embedded.geti.ServedGeti.annotation;
import static dev.relabel.platform.embedded.geti.ServedGeti.annotations;
import static dev.relabel.platform.embedded.geti.ServedGeti.box;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.ImageHeader;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetiVideosTest {
  private static final int FRAMES = 30;

  private final ProjectFolder folder;

  GetiVideosTest(@TempDir Path temp) {
    Path file = GreyVideo.write(temp.resolve("grey.mkv"), FRAMES);
    this.folder = Projects.of(temp.resolve("films"), "rectangle").video("day", "a.mkv", file);
  }

  @Test
  void describesAVideoAndGivesItsFrames() {
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      JsonNode video = served.get(200, served.video("a"));
      assertThat(video.path("type").asText()).isEqualTo("video");
      JsonNode information = video.path("media_information");
      assertThat(information.path("frame_count").asInt()).isEqualTo(FRAMES);
      assertThat(information.path("frame_stride").asInt()).isPositive();
      assertThat(video.path("annotation_state_per_task").isNull()).isTrue();

      HttpResponse<byte[]> frame =
          served.exchange("GET", served.video("a") + "/frames/7/display/full", null);
      assertThat(frame.headers().firstValue("content-type")).hasValue("image/jpeg");
      assertThat(ImageHeader.read(frame.body()).width())
          .isEqualTo(information.path("width").asInt());
      assertThat(
              served
                  .exchange("GET", served.video("a") + "/frames/30/display/full", null)
                  .statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void keepsTheAnnotationsOfEachFrame() {
    String path;
    JsonNode written;
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      path = served.video("a") + "/frames/%s/annotations";
      String bolt = served.label("bolt");
      written = served.post(200, path.formatted(3), annotations(annotation(box(1, 2, 9, 8), bolt)));
      served.post(200, path.formatted(5), annotations(annotation(box(1, 2, 9, 8), bolt)));
      served.post(200, path.formatted(5), annotations(annotation(box(2, 2, 9, 8), bolt)));

      assertThat(written.at("/media_identifier/type").asText()).isEqualTo("video_frame");
      assertThat(written.at("/media_identifier/frame_index").asInt()).isEqualTo(3);
      served.get(204, path.formatted(4) + "/latest");
      served.get(400, path.formatted(30) + "/latest");
      JsonNode all = served.get(200, served.video("a") + "/annotations/latest");
      assertThat(all.path("video_annotations")).hasSize(2);
      assertThat(
              served
                  .get(200, served.video("a") + "/annotations/latest?start_frame=1&frameskip=2")
                  .at("/video_annotation_properties/total_requested_count")
                  .asInt())
          .isEqualTo(15);
      served.get(204, served.video("a") + "/annotations/latest?start_frame=6&end_frame=9");
    }
    JsonNode file = ProjectFixture.read(folder.directory().resolve("day/ann/a.mkv.json"));
    assertThat(file.path("objects")).hasSize(2);
    assertThat(file.at("/frames/0/figures/0/geometry/points/exterior").toString())
        .isEqualTo("[[1,2],[9,9]]");
    assertThat(file.at("/frames/1/figures")).hasSize(1);
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      assertThat(served.get(200, path.formatted(3) + "/latest")).isEqualTo(written);
    }
  }

  @Test
  void predictsFramesWhoseNumbersAreTexts() {
    LivePredictor predictor =
        image -> List.of(Label.predicted("bolt", new Rectangle(1, 2, 9, 8), 0.5));
    try (ServedGeti served = ServedGeti.serve(folder.directory(), predictor)) {
      String path = served.project() + "/pipelines/active";
      String video =
          "'dataset_id':'%s','video_id':'%s'".formatted(served.datasetId(), served.medium("a"));

      JsonNode one = served.post(200, path + ":predict", "{%s,'frame_index':'4'}".formatted(video));
      assertThat(one.at("/media_identifier/frame_index").asInt()).isEqualTo(4);
      served.post(400, path + ":predict", "{%s,'frame_index':4}".formatted(video));

      String batch = "{%s,'start_frame':'%s','end_frame':'%s','frame_skip':'%s'}";
      JsonNode some = served.post(200, path + ":batch_predict", batch.formatted(video, 2, 11, 5));
      assertThat(some.path("batch_predictions"))
          .extracting(each -> each.at("/media_identifier/frame_index").asInt())
          .containsExactly(2, 7);
      assertThat(
              served
                  .post(200, path + ":batch_predict", batch.formatted(video, 0, 19, 1))
                  .path("batch_predictions"))
          .hasSize(20);
      served.post(400, path + ":batch_predict", batch.formatted(video, 0, 20, 1));
      served.post(
          400, path + ":batch_predict", batch.formatted(video, 0, 9, 1).replace("'0'", "0"));
    }
  }
}
