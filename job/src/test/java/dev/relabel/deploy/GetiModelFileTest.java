package dev.relabel.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.model.ModelSettings;
import dev.relabel.model.head.ModelMetadata;
import dev.relabel.platform.geti.TrainedLabels;
import dev.relabel.platform.geti.TrainedLabels.TrainedLabel;
import dev.relabel.testing.OtxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the labels of a model on a Geti server become names of what its file puts out. */
class GetiModelFileTest {
  private static final TrainedLabels LABELS =
      new TrainedLabels(
          List.of(
              new TrainedLabel("66a0000000000000000000a1", "traffic light"),
              new TrainedLabel("66a0000000000000000000a2", "red light"),
              new TrainedLabel("66a0000000000000000000a3", "person")));

  @TempDir private Path directory = Path.of("");

  private ModelSettings names(Map<String, String> inFile) throws IOException {
    return new GetiModelFile(OtxModel.write(directory.resolve("m.onnx"), inFile), LABELS).names();
  }

  @Test
  void thePlaceholderOfInstanceSegmentationKeepsItsPlace() throws IOException {
    ModelSettings names =
        names(
            Map.of(
                "labels", "otx_empty_lbl person traffic_light",
                "label_ids", "None 66a0000000000000000000a3 66a0000000000000000000a1"));

    assertThat(names.labels().orElseThrow())
        .isEqualTo(Map.of(0, ModelMetadata.PLACEHOLDER, 1, "person", 2, "traffic light"));
  }

  @Test
  void idsAreBelievedMoreThanNames() throws IOException {
    ModelSettings names =
        names(
            Map.of(
                "labels", "renamed since",
                "label_ids", "66a0000000000000000000a3 66a0000000000000000000a2"));

    assertThat(names.labels().orElseThrow()).isEqualTo(Map.of(0, "person", 1, "red light"));
  }

  @Test
  void groupsAndParentsOfAHierarchyHaveTheSameNames() throws IOException {
    ModelSettings names =
        names(
            Map.of(
                "hierarchical",
                "True",
                "labels",
                "traffic_light person red_light",
                "hierarchical_config",
                """
                {"cls_heads_info": {"all_groups": [["traffic_light", "person"], ["red_light"]]},
                 "label_tree_edges": [["red_light", "traffic_light"]]}"""));

    assertThat(names.labels().orElseThrow())
        .isEqualTo(Map.of(0, "traffic light", 1, "person", 2, "red light"));
    assertThat(names.groups()).containsExactly(List.of("traffic light", "person"));
    assertThat(names.parents()).isEqualTo(Map.of("red light", "traffic light"));
  }

  @Test
  void labelsOfKeypointsNameThePoints() throws IOException {
    ModelSettings names =
        names(Map.of("model_type", "keypoint_detection", "labels", "person red_light"));

    assertThat(names.labels()).isEmpty();
    assertThat(names.keypoints()).containsExactly("person", "red light");
  }

  @Test
  void aFileWithoutLabelsHasThoseOfTheServer() throws IOException {
    assertThat(names(Map.of()).labels().orElseThrow())
        .isEqualTo(Map.of(0, "traffic light", 1, "red light", 2, "person"));
  }
}
