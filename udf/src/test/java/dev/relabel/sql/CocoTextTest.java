package dev.relabel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Rectangle;
import dev.relabel.sql.Arguments.Numbered;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CocoTextTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static Numbered label(Geometry shape) {
    return new Numbered(Label.predicted("person", shape, 0.5), 0);
  }

  private static Numbered keypoints(Keypoints.Node... nodes) {
    return label(new Keypoints(Arrays.asList(nodes)));
  }

  private static Keypoints.Node node(String name, double x) {
    return new Keypoints.Node(name, new Point(x, 5), true);
  }

  @Test
  void everyLabelHasTheKeypointsOfItsClassAtTheSamePlaces() throws IOException {
    List<Numbered> labels =
        List.of(
            keypoints(node("eye", 2), node("ear", 3)),
            keypoints(node("nose", 4), node("eye", 6), node("ear", 8)));

    JsonNode coco = JSON.readTree(CocoText.of(labels));

    assertThat(coco.get(0).get("keypoints")).hasToString("[0,0,0,2,5,2,3,5,2]");
    assertThat(coco.get(1).get("keypoints")).hasToString("[4,5,2,6,5,2,8,5,2]");
    assertThat(coco.get(0).get("keypoint_names")).hasToString("[\"nose\",\"eye\",\"ear\"]");
  }

  @Test
  void keypointsOffTheImageKeepTheirPlaces() throws IOException {
    List<Numbered> labels =
        List.of(
            keypoints(node("nose", -1), node("eye", 2)),
            keypoints(node("nose", 4), node("eye", 6)));

    JsonNode coco = JSON.readTree(CocoText.of(labels, 10, 10));

    assertThat(coco.get(0).get("keypoints")).hasToString("[0,0,0,2,5,2]");
    assertThat(coco.get(1).get("keypoints")).hasToString("[4,5,2,6,5,2]");
  }

  @Test
  void onlyRunLengthsNeedTheirPixelsCounted() throws IOException {
    Numbered box = label(new Rectangle(49_000, 49_000, 50_000, 50_000));
    Numbered mask = label(Mask.ofRuns(0, 0, 1, 1, 0, 1));

    assertThat(JSON.readTree(CocoText.of(List.of(box))).at("/0/bbox"))
        .hasToString("[49000,49000,1000,1000]");
    assertThat(CocoText.of(List.of(box), 50_000, 50_000)).isEqualTo(CocoText.of(List.of(box)));
    assertThatThrownBy(() -> CocoText.of(List.of(box, mask)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("COCO's run lengths cannot count the pixels of 50000 × 50000");
  }
}
