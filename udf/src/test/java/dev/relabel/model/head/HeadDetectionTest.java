package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadDetectionTest {
  private static final String IMAGE = "images float32 -1,3,640,640";

  /** "name type d0,d1,…" with semicolons between tensors. */
  private static List<GraphTensor> tensors(String text) {
    List<GraphTensor> tensors = new ArrayList<>();
    for (String tensor : text.split(";", -1)) {
      String[] parts = tensor.strip().split(" ", -1);
      tensors.add(
          new GraphTensor(
              parts[0],
              parts[1],
              Arrays.stream(parts[2].split(",", -1)).map(Long::valueOf).toList()));
    }
    return tensors;
  }

  private static HeadChoice choose(
      String inputs, String outputs, Map<String, String> metadata, String settings) {
    ModelGraph graph = ModelGraph.of("", tensors(inputs), tensors(outputs), metadata);
    ModelSettings given =
        ModelSettings.parse(settings).orElse(ModelMetadata.of(metadata).settings());
    return HeadDetection.choose(graph, ImageInput.of(graph, given), given);
  }

  private static HeadChoice choose(String outputs) {
    return choose(IMAGE, outputs, Map.of(), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output float32 -1,8400,85              | yolox   | 80",
        "output float32 1,8400,6                | yolox   | 1",
        "output0 float32 1,25200,85             | yolov5  | 80",
        "output0 float32 -1,84,8400             | yolov8  | 80",
        "output0 float32 -1,5,8400              | yolov8  | 1",
        "output0 float32 -1,300,6               | end2end | 0",
        "dets float32 1,100,5; labels int64 1,100                 | boxes-labels | 0",
        "boxes float32 100,5; labels int64 100                    | boxes-labels | 0",
        "bboxes float32 1,300,4; labels int64 1,300; scores float32 1,300 | detr-boxes | 0",
        "detection_boxes:0 float32 1,100,4; detection_classes:0 float32 1,100;"
            + " detection_scores:0 float32 1,100; num_detections:0 float32 1 | tfod | 0",
        "sigmoid_0.tmp_0 float32 -1,1,-1,-1     | text-detection | 1"
      })
  void recognisesHeadsByTheirOutputs(String outputs, String head, int classes) {
    HeadChoice choice = choose(outputs);

    assertThat(choice.kind().settingName()).isEqualTo(head);
    assertThat(choice.classCount()).isEqualTo(classes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "boxes float32 100,5; labels int64 100; saliency_map float32 1,4,13,13;"
            + " feature_vector float32 1,96,1,1 | boxes-labels",
        "bboxes float32 1,300,4; labels int64 1,300; scores float32 1,300;"
            + " saliency_map float32 1,4,20,20; feature_vector float32 1,256,1,1 | detr-boxes",
        "detection_boxes float32 1,100,4; detection_classes float32 1,100;"
            + " detection_scores float32 1,100; num_detections float32 1;"
            + " detection_masks float32 1,100,33,33; raw_detection_boxes float32 1,1917,4 | tfod",
        "output0 float32 1,300,6; saliency_map float32 1,4,20,20 | end2end",
        "output0 float32 1,300,6; features float32 1,256,20,20 | end2end",
        "output0 float32 1,84,8400; drive float32 1,2,640,640; lane float32 1,2,640,640 | yolov8",
        "pred_score float32 1; pred_label int64 1; anomaly_map float32 1,1,256,256;"
            + " pred_mask int64 1,1,256,256 | anomaly",
        "simcc_x float32 -1,17,384; simcc_y float32 -1,17,512 | simcc"
      })
  void sideOutputsDoNotHideTheHead(String outputs, String head) {
    assertThat(choose(outputs).kind().settingName()).isEqualTo(head);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output0 float32 1,116,8400; output1 float32 1,32,160,160 | yolov8-seg | 80",
        "output0 float32 1,25200,117; output1 float32 1,32,160,160 | yolov5-seg | 80",
        "output0 float32 1,300,38; output1 float32 1,32,160,160 | end2end-seg | 0",
        "dets float32 1,100,5; labels int64 1,100; masks float32 1,100,28,28 | mask-rcnn | 0",
        "boxes float32 100,5; labels int64 100; masks float32 100,28,28 | mask-rcnn | 0",
        "a float32 -1,4; b int64 -1; c float32 -1 | torchvision | 0",
        "a float32 -1,4; b int64 -1; c float32 -1; d float32 -1,1,-1,-1 | torchvision-seg | 0",
        "logits float32 1,100,92; pred_boxes float32 1,100,4 | hf-detr | 91",
        "logits float32 1,300,80; pred_boxes float32 1,300,4 | hf-detr | 80",
        "dets float32 1,300,4; labels float32 1,300,91 | rf-detr | 91",
        "dets float32 1,300,4; labels float32 1,300,91; masks float32 1,300,108,108"
            + " | rf-detr-seg | 91",
        "cls_pred_stride_8 float32 1,6400,80; dis_pred_stride_8 float32 1,6400,32;"
            + " cls_pred_stride_16 float32 1,1600,80; dis_pred_stride_16 float32 1,1600,32"
            + " | nanodet | 80",
        "out float32 1,1,200,7 | openvino-ssd | 0",
        "logits float32 -1,1000 | classification | 1000",
        "prob float32 1,5,1,1 | classification | 5",
        "out float32 1,21,257,257 | semantic | 21",
        "out float32 1,257,257,21 | semantic | 21",
        "mask float32 1,1,512,512 | semantic | 1",
        "out int64 1,512,512 | class-map | 0",
        "out int64 1,1,512,512 | class-map | 0"
      })
  void recognisesMasksLogitsAndPictures(String outputs, String head, int classes) {
    HeadChoice choice = choose(outputs);

    assertThat(choice.kind().settingName()).isEqualTo(head);
    assertThat(choice.classCount()).isEqualTo(classes);
  }

  @Test
  void metadataTellsPosesAndOrientedBoxes() {
    Map<String, String> pose =
        Map.of("task", "pose", "names", "{0: 'person'}", "kpt_shape", "[17, 3]");
    Map<String, String> turned = Map.of("task", "obb", "names", "{0: 'ship', 1: 'plane'}");

    assertThat(choose(IMAGE, "output0 float32 1,56,8400", pose, "").kind())
        .isEqualTo(HeadKind.YOLOV8_POSE);
    assertThat(choose(IMAGE, "output0 float32 1,300,57", pose, "").kind())
        .isEqualTo(HeadKind.END_TO_END_POSE);
    assertThat(choose(IMAGE, "output0 float32 1,7,21504", turned, "").kind())
        .isEqualTo(HeadKind.YOLOV8_OBB);
    assertThat(choose(IMAGE, "output0 float32 1,300,7", turned, "").kind())
        .isEqualTo(HeadKind.END_TO_END_OBB);
  }

  @Test
  void aPoseWithoutKeypointsIsRefusedWithTheSettingThatHelps() {
    Map<String, String> pose = Map.of("task", "pose", "names", "{0: 'person'}");

    assertThatThrownBy(() -> choose(IMAGE, "output0 float32 1,56,8400", pose, ""))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("{\"keypoints\": 17}");
    assertThat(choose(IMAGE, "output0 float32 1,56,8400", pose, "{keypoints: 17}").kind())
        .isEqualTo(HeadKind.YOLOV8_POSE);
  }

  @Test
  void logitsOfHuggingFaceAreReadByTheNumberOfNames() {
    String outputs = "logits float32 1,100,4; pred_boxes float32 1,100,4";

    assertThat(choose(IMAGE, outputs, Map.of(), "{labels: [a, b, c]}").classCount()).isEqualTo(3);
    assertThat(choose(IMAGE, outputs, Map.of(), "{labels: [a, b, c, d]}").classCount())
        .isEqualTo(4);
    assertThat(choose(IMAGE, outputs, Map.of(), "{scores: softmax}").classCount()).isEqualTo(3);
    assertThat(choose(outputs).notes()).singleElement().asString().contains("Set scores");
  }

  @Test
  void saysOnTheCardWhatIsOnlyAssumed() {
    assertThat(choose("dets float32 1,100,5; labels int64 1,100").notes())
        .singleElement()
        .asString()
        .contains("ImageNet's mean and scale");
    assertThat(choose("output float32 1,8400,85").notes())
        .singleElement()
        .asString()
        .contains("BGR and 0–255 are assumed");
    assertThat(choose("output0 float32 1,84,8400").notes()).isEmpty();
  }

  @Test
  void refusesAnUnnamedTableThatMayBeTransposed() {
    String outputs = "output float32 -1,8400,84";

    assertThatThrownBy(() -> choose(outputs))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a YOLOX table of 79 classes, or a YOLOv8 table of 80 classes")
        .hasMessageContaining("{\"head\": \"yolox\"}")
        .hasMessageContaining("untransposed, [N,84,8400]");
    assertThat(choose(IMAGE, outputs, Map.of(), "{head: yolox}").classCount()).isEqualTo(79);
    assertThat(choose(IMAGE, outputs, Map.of(), "{decoded: true}").kind())
        .isEqualTo(HeadKind.YOLOX);
  }

  @Test
  void aForcedHeadNeedsANameForEachScore() {
    assertThatThrownBy(
            () ->
                choose(
                    IMAGE,
                    "output0 float32 1,84,8400",
                    Map.of(),
                    "{head: yolov8, labels: [cat, dog]}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("The labels name 2 classes")
        .hasMessageContaining("holds scores for 80");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output0 float32 1,56,8400                                    | ''",
        "output0 float32 1,20,8400                                    | pose",
        "output0 float32 1,37,8400; output1 float32 1,32,160,160      | ''",
        "output0 float32 1,37,8400                                    | segment"
      })
  void aForcedHeadSkipsKeypointsAndMaskCoefficients(String outputs, String task) {
    assertThat(
            choose(IMAGE, outputs, Map.of("task", task), "{head: yolov8, labels: [person]}")
                .classCount())
        .isEqualTo(1);
  }

  @Test
  void recognisesRtDetrByItsInputForSizes() {
    HeadChoice choice =
        choose(
            IMAGE + "; orig_target_sizes int64 -1,2",
            "labels int64 -1,300; boxes float32 -1,300,4; scores float32 -1,300",
            Map.of(),
            "");

    assertThat(choice.kind()).isEqualTo(HeadKind.RTDETR);
    assertThat(choice.outputs()).containsExactly("boxes", "labels", "scores");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output0 float32 1,6,8400    | yolov8", // would be 2 classes
        "output0 float32 1,25200,7   | yolov5",
        "output0 float32 1,300,6     | end2end",
        "output float32 1,8400,7     | yolox"
      })
  void namesInTheMetadataSettleTheNumberOfClasses(String outputs, String head) {
    assertThat(choose(IMAGE, outputs, Map.of("names", "{0: 'a', 1: 'b'}"), "").kind().settingName())
        .isEqualTo(head);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output float32 1,123,45",
        "output0 float32 1,56,8400", // pose with 17 keypoints, or 52 classes
        "a float32 1,10,4; b float32 1,10"
      })
  void refusesAnUnknownHeadWithWhatWasFound(String outputs) {
    assertThatThrownBy(() -> choose(outputs))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("No known head fits the model")
        .hasMessageContaining(GraphTensor.list(tensors(outputs)))
        .hasMessageContaining("--settings '{\"head\": \"…\"}', one of yolox, yolov5");
  }

  /** On 160 × 160 a YOLOX grid has 525 cells, few enough for a list of detections. */
  @Test
  void refusesWhatCouldBeTwoHeadsWithTheWayToSettleIt() {
    String image = "images float32 1,3,160,160";
    String outputs = "output float32 1,525,6";

    assertThatThrownBy(() -> choose(image, outputs, Map.of(), ""))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("More than one head fits")
        .hasMessageContaining("--settings '{\"head\": \"yolox\"}' (YOLOX)")
        .hasMessageContaining("--settings '{\"head\": \"end2end\"}'");
    assertThat(choose(image, outputs, Map.of(), "{head: yolox}").kind()).isEqualTo(HeadKind.YOLOX);
    assertThat(choose(image, outputs, Map.of("end2end", "True"), "").kind())
        .isEqualTo(HeadKind.END_TO_END);
    assertThat(choose(image, outputs, Map.of("names", "{0: 'a', 1: 'b'}"), "").kind())
        .isEqualTo(HeadKind.END_TO_END);
  }

  @Test
  void refusesARowCountThatNeitherYolov5NorYoloxHas() {
    assertThatThrownBy(
            () -> choose(IMAGE, "output float32 1,5000,7", Map.of("names", "{0: 'a', 1: 'b'}"), ""))
        .hasMessageContaining("yolox")
        .hasMessageContaining("yolov5")
        .hasMessageContaining("More than one head fits");
  }

  @Test
  void readsOnlyTheBoxesOfASegmentationModelWhenForced() {
    HeadChoice named =
        choose(
            IMAGE,
            "output0 float32 1,38,8400; output1 float32 1,32,160,160",
            Map.of("names", "{0: 'a', 1: 'b'}", "task", "segment"),
            "{head: yolov8}");
    HeadChoice unnamed =
        choose(
            IMAGE,
            "output0 float32 1,38,8400; output1 float32 1,32,160,160",
            Map.of(),
            "{head: yolo11}");

    assertThat(named.classCount()).isEqualTo(2);
    assertThat(unnamed.classCount()).isEqualTo(2);
    assertThat(unnamed.outputs()).containsExactly("output0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yolov8         | boxes float32 1,10,4; scores float32 1,10,80 | one output [N,a,b]",
        "end2end        | output float32 1,100,5      | 6 columns",
        "rtdetr         | output float32 1,300,6      | outputs boxes (or bboxes)",
        "tfod           | output float32 1,300,6      | detection_boxes, detection_classes",
        "boxes-labels   | output float32 1,300,6      | boxes [N,K,5] and integer labels",
        "text-detection | output float32 1,300,6      | one output [N,1,h,w]",
        "yolox          | output float32 1,8400,4     | at least 6 numbers"
      })
  void saysWhyAForcedHeadDoesNotFit(String head, String outputs, String wanted) {
    assertThatThrownBy(() -> choose(IMAGE, outputs, Map.of(), "{head: " + head + "}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("Head " + head + " needs " + wanted)
        .hasMessageContaining("the model puts out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x float32 1,1,64,64                     | takes 1 channels",
        "x float32 64,64                         | exactly one input with four axes",
        "x float32 -1,-1,-1,-1                   | does not show where its channels are",
        "x int8 1,3,64,64                        | takes int8 numbers",
        "x float32 1,3,64,64; y float32 1,4      | wants a second input, y float32[1,4]"
      })
  void saysWhyAnInputCannotBeServed(String inputs, String message) {
    assertThatThrownBy(() -> choose(inputs, "output float32 1,300,6", Map.of(), ""))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void metadataTellsAnomalyMapsHierarchiesAndKeypoints() {
    assertThat(
            choose(
                    IMAGE,
                    "output float32 -1,1,256,256",
                    Map.of("model_info model_type", "AnomalyDetection"),
                    "")
                .kind())
        .isEqualTo(HeadKind.ANOMALY);
    assertThat(choose(IMAGE, "logits float32 -1,3", Map.of(), "groups: [[a, b]]").kind())
        .isEqualTo(HeadKind.HIERARCHICAL);
    HeadChoice keypoints =
        choose(
            IMAGE,
            "pred_y float32 -1,5,512; pred_x float32 -1,5,384",
            Map.of("model_info model_type", "keypoint_detection", "model_info labels", "a b c d e"),
            "");
    assertThat(keypoints.kind()).isEqualTo(HeadKind.SIMCC);
    assertThat(keypoints.outputs()).containsExactly("pred_x", "pred_y");
  }
}
