package dev.relabel.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuperviselyExportTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final ExportedRun RUN = new ExportedRun("run-1", "best", "ab", List.of(), "1.0");

  private static JsonNode labels(SuperviselyExport export, Label... labels) throws IOException {
    return JSON.readTree(export.labels(new ExportItem("7", "a.jpg", 64, 32, List.of(labels))));
  }

  @Test
  void filesCountPixelsAndMarkLabelsAsMachineMade() throws IOException {
    SuperviselyExport export =
        SuperviselyExport.of(
            List.of(new LabelClass("cat", Shape.RECTANGLE), new LabelClass("sunny", Shape.IMAGE)));

    assertThat(
            labels(
                export,
                Label.predicted("cat", new Rectangle(8, 16, 24, 32), 0.75),
                Label.predicted("sunny", WholeImage.INSTANCE, 0.5)))
        .isEqualTo(
            JSON.readTree(
                """
                {"description": "", "size": {"height": 32, "width": 64},
                 "tags": [{"name": "sunny", "value": 0.5}],
                 "objects": [
                  {"classTitle": "cat", "description": "",
                   "tags": [{"name": "confidence", "value": 0.75}],
                   "geometryType": "rectangle", "shape": "rectangle",
                   "nnCreated": true, "nnUpdated": true,
                   "points": {"exterior": [[8, 16], [23, 31]], "interior": []}}]}
                """));
  }

  @Test
  void theMetaHasEveryClassOnceWithAShapeThatFits() throws IOException {
    SuperviselyExport export =
        SuperviselyExport.of(
            List.of(
                new LabelClass("cat", Shape.RECTANGLE),
                new LabelClass("confidence", Shape.IMAGE),
                new LabelClass("dog", Shape.MASK),
                new LabelClass("dog", Shape.POLYGON),
                new LabelClass("egg", Shape.ELLIPSE),
                new LabelClass("pose", Shape.KEYPOINTS, List.of("nose", "tail")),
                new LabelClass("sunny", Shape.IMAGE)));

    JsonNode meta = JSON.readTree(export.heads(RUN).get("meta.json"));

    assertThat(meta.path("classes"))
        .extracting(each -> each.path("title").asText() + " " + each.path("shape").asText())
        .containsExactly("cat rectangle", "dog any", "egg polygon", "pose graph");
    assertThat(meta.path("classes").path(3).path("geometry_config").path("nodes").size())
        .isEqualTo(2);
    assertThat(meta.path("tags"))
        .extracting(each -> each.path("name").asText() + " " + each.path("value_type").asText())
        .containsExactly("confidence any_number", "sunny any_number");
    assertThat(meta.path("projectType").asText()).isEqualTo("images");
  }

  @Test
  void ellipsesBecomePolygons() throws IOException {
    SuperviselyExport export = SuperviselyExport.of(List.of(new LabelClass("egg", Shape.ELLIPSE)));

    JsonNode egg =
        labels(export, Label.predicted("egg", new Ellipse(new Rectangle(20, 8, 44, 24)), 1))
            .path("objects")
            .path(0);

    assertThat(egg.path("geometryType").asText()).isEqualTo("polygon");
    assertThat(egg.path("points").path("exterior").size()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void polygonsLieOnTheCentresOfPixels() throws IOException {
    SuperviselyExport export = SuperviselyExport.of(List.of(new LabelClass("cat", Shape.POLYGON)));

    assertThat(
            labels(export, Label.predicted("cat", Polygon.of(1, 1, 5, 1, 5, 5), 1))
                .path("objects")
                .path(0)
                .path("points")
                .path("exterior"))
        .isEqualTo(JSON.readTree("[[0.5, 0.5], [4.5, 0.5], [4.5, 4.5]]"));
  }

  @Test
  void foldersAreDatasetsInDatasets() {
    SuperviselyExport export = SuperviselyExport.of(List.of());

    assertThat(export.labelPath("a.jpg")).isEqualTo("images/ann/a.jpg.json");
    assertThat(export.labelPath("street/a.jpg")).isEqualTo("street/ann/a.jpg.json");
    assertThat(export.imagePath("street/shops/old/a.jpg"))
        .isEqualTo("street/datasets/shops/datasets/old/img/a.jpg");
  }
}
