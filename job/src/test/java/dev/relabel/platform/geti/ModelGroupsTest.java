package dev.relabel.platform.geti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which model and which of its files is meant. */
class ModelGroupsTest {
  private static final String PROJECT = "66a000000000000000000001";
  private static final String FIRST = "66a0000000000000000000f1";
  private static final String SECOND = "66a0000000000000000000f2";

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static ModelGroups groups(boolean firstIsActive, boolean secondIsActive) {
    return ModelGroups.read(
        "project Parts",
        json(
            """
            {'model_groups':[
             {'id':'g1','name':'SSD','models':[{'id':'%s','name':'SSD','version':2,'active_model':%s}]},
             {'id':'g2','name':'ATSS','models':[{'id':'%s','version':1,'active_model':%s}]},
             {'id':'g3','name':'untrained'}]}"""
                .formatted(FIRST, firstIsActive, SECOND, secondIsActive)));
  }

  private static GetiModelAddress named(String model) {
    return GetiModelAddress.of(PROJECT + "/" + model);
  }

  @Test
  void aModelIsFoundInWhicheverGroupItIs() {
    assertThat(groups(true, false).find(named(SECOND)).group()).isEqualTo("g2");
    assertThat(groups(false, true).find(named("active")).id()).isEqualTo(SECOND);
  }

  @Test
  void whatThereIsInsteadIsSaid() {
    assertThatThrownBy(() -> groups(true, false).find(named("66a0000000000000000000ff")))
        .isInstanceOf(NotOnPlatformException.class)
        .hasMessage(
            "project Parts has no model 66a0000000000000000000ff. Its models: %s (SSD version 2, active), %s (ATSS version 1)",
            FIRST, SECOND);
    assertThatThrownBy(() -> groups(true, true).find(named("active")))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("several active models")
        .hasMessageContaining(FIRST)
        .hasMessageContaining(SECOND);
    assertThatThrownBy(() -> groups(false, false).find(named("active")))
        .hasMessageContaining("no active model");
    assertThatThrownBy(
            () -> ModelGroups.read("project P", json("{'model_groups':[]}")).find(named(FIRST)))
        .hasMessageContaining("no trained model. Train one");
  }

  @Test
  void anIdThatWouldLeadElsewhereIsNone() {
    assertThatThrownBy(
            () ->
                ModelGroups.read(
                    "p", json("{'model_groups':[{'id':'../x','models':[{'id':'1'}]}]}")))
        .isInstanceOf(UnreadableJsonException.class);
    assertThatThrownBy(() -> ModelDetail.read(json("{'optimized_models':[{'id':'a?b'}]}")))
        .isInstanceOf(UnreadableJsonException.class);
  }

  private static ModelDetail detail(String purged, String... files) {
    return ModelDetail.read(
        json(
            "{'purge_info':{'is_purged':%s},'optimized_models':[%s]}"
                .formatted(purged, String.join(",", files))));
  }

  private static String file(String id, String format, String status, boolean hasMaps) {
    return "{'id':'%s','model_format':'%s','model_status':'%s','has_xai_head':%s,'precision':['FP32']}"
        .formatted(id, format, status, hasMaps);
  }

  @Test
  void theOnnxFileWithoutMapsIsTaken() {
    ModelDetail detail =
        detail(
            "false",
            file("o1", "OpenVINO", "SUCCESS", false),
            file("o2", "ONNX", "SUCCESS", true),
            file("o3", "ONNX", "FAILED", false),
            file("o4", "ONNX", "SUCCESS", false));

    assertThat(detail.onnx("m").id()).isEqualTo("o4");
  }

  @Test
  void whyThereIsNoOnnxFileIsSaid() {
    assertThatThrownBy(
            () ->
                detail(
                        "false",
                        file("o1", "OpenVINO", "SUCCESS", false),
                        file("o2", "ONNX", "TRAINING", false))
                    .onnx("model m"))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining(
            "no ONNX file of model m that is ready. It has: OpenVINO FP32 (SUCCESS), ONNX FP32 (TRAINING).")
        .hasMessageContaining("--connect geti:");
    assertThatThrownBy(() -> detail("true", file("o1", "ONNX", "SUCCESS", false)).onnx("model m"))
        .hasMessageContaining("The weights of model m were deleted on the server");
    assertThatThrownBy(() -> detail("false").onnx("model m"))
        .hasMessageContaining("It has: nothing.");
  }

  @Test
  void modelsAreNamedByTheirIds() {
    for (String wrong :
        List.of(
            PROJECT, PROJECT + "/", "Parts/" + FIRST, PROJECT + "/../x", PROJECT + "/a/b", "")) {
      assertThatThrownBy(() -> GetiModelAddress.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PROJECT_ID/active");
    }
  }
}
