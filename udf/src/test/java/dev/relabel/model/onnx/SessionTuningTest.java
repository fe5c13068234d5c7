package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat;
import dev.relabel.image.InputFormat.Colours;
import dev.relabel.image.InputFormat.Element;
import dev.relabel.image.InputFormat.Layout;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.head.ImageInput;
import dev.relabel.model.head.SideInput;
import dev.relabel.model.onnx.DeviceOptions.Precision;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTuningTest {
  private static ImageInput input(long... dims) {
    return new ImageInput(
        new GraphTensor("images", "float32", Arrays.stream(dims).boxed().toList()),
        Layout.CHW,
        Element.FLOAT32);
  }

  private static InputFormat format(Fit fit) {
    return new InputFormat(
        640,
        480,
        fit,
        114,
        Colours.RGB,
        Layout.CHW,
        Element.FLOAT32,
        List.of(0.0, 0.0, 0.0),
        List.of(255.0, 255.0, 255.0));
  }

  private static SessionTuning tuned(ImageInput input, Fit fit, SideInput... sides) {
    return SessionTuning.NONE.to(input, List.of(sides), format(fit), 16);
  }

  @Test
  void aFreeBatchAndSizeGetAProfileForTheSizeThatIsUsed() {
    SessionTuning tuning = tuned(input(-1, 3, -1, -1), Fit.LETTERBOX_CENTRED);

    assertThat(tuning.hasChangingSizes()).isFalse();
    assertThat(tuning.tensorRt("/engines"))
        .containsEntry("trt_profile_min_shapes", "images:1x3x480x640")
        .containsEntry("trt_profile_opt_shapes", "images:16x3x480x640")
        .containsEntry("trt_profile_max_shapes", "images:16x3x480x640")
        .containsEntry("trt_engine_cache_path", "/engines")
        .doesNotContainKeys("trt_fp16_enable", "trt_int8_enable", "trt_max_workspace_size");
  }

  @Test
  void everyFreeInputIsInTheProfile() {
    SideInput sizes =
        SideInput.of(new GraphTensor("orig_target_sizes", "int64", List.of(-1L, 2L))).orElseThrow();

    assertThat(tuned(input(-1, 3, 480, 640), Fit.STRETCH, sizes).tensorRt("e"))
        .containsEntry("trt_profile_min_shapes", "images:1x3x480x640,orig_target_sizes:1x2")
        .containsEntry("trt_profile_max_shapes", "images:16x3x480x640,orig_target_sizes:16x2");
  }

  @Test
  void aFixedGraphNeedsNoProfile() {
    assertThat(tuned(input(1, 3, 480, 640), Fit.STRETCH).profile()).isEmpty();
  }

  @Test
  void sizesThatChangeTurnOffWhatRemembersThem() {
    SessionTuning text = tuned(input(-1, 3, -1, -1), Fit.MULTIPLE_OF_32);

    assertThat(text.hasChangingSizes()).isTrue();
    assertThat(text.cuda()).containsEntry("cudnn_conv_algo_search", "HEURISTIC");
    assertThat(text.tensorRt("e"))
        .containsEntry("trt_profile_min_shapes", "images:1x3x32x32")
        .containsEntry("trt_profile_max_shapes", "images:16x3x480x640");
    assertThat(tuned(input(3, -1, -1), Fit.NONE).profile()).isEmpty();
    assertThat(tuned(input(3, -1, -1), Fit.NONE).hasChangingSizes()).isTrue();
    assertThat(tuned(input(-1, 3, 480, 640), Fit.STRETCH).cuda()).isEmpty();
  }

  @Test
  void precisionAndMemoryArePassedOn() {
    SessionTuning tuning =
        SessionTuning.of(new DeviceOptions(Precision.INT8, 1L << 30, 4, ""))
            .to(input(-1, 3, 480, 640), List.of(), format(Fit.STRETCH), 4);

    assertThat(tuning.tensorRt("e"))
        .containsEntry("trt_fp16_enable", "1")
        .containsEntry("trt_int8_enable", "1")
        .containsEntry("trt_max_workspace_size", "1073741824")
        .containsEntry("trt_profile_max_shapes", "images:4x3x480x640");
    assertThat(tuning.cuda())
        .containsEntry("gpu_mem_limit", "1073741824")
        .containsEntry("arena_extend_strategy", "kSameAsRequested");
  }
}
