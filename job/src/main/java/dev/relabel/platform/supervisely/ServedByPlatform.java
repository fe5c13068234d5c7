package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the platform's own serving app shall serve.
 *
 * @param framework the app's framework, such as {@code RT-DETRv2}
 * @param name the model's name in the app, or the checkpoint's path in Team Files
 * @param state what the app is told
 */
public record ServedByPlatform(String framework, String name, ObjectNode state) {
  private static final String PRETRAINED = "Pretrained models";

  /** A pretrained model that the app brings along. */
  public static ServedByPlatform pretrained(String framework, String model) {
    ObjectNode state = Json.object().put("model_name", model);
    state
        .putObject("deploy_params")
        .put("model_source", PRETRAINED)
        .putNull("device")
        .putNull("runtime");
    return new ServedByPlatform(framework, model, state);
  }

  /**
   * A checkpoint of a training run.
   *
   * @param checkpoint its path in Team Files
   * @throws PlatformRejectedException if a file that the app needs is missing
   */
  public static ServedByPlatform checkpoint(Experiment experiment, String checkpoint) {
    ObjectNode state = Json.object().putNull("model_name");
    ObjectNode params = state.putObject("deploy_params");
    params
        .put("model_source", "Custom models")
        .putNull("device")
        .put("runtime", runtime(checkpoint));
    ObjectNode files = params.putObject("model_files").put("checkpoint", checkpoint);
    for (Map.Entry<String, JsonNode> each : experiment.json().path("model_files").properties()) {
      Optional<String> file = experiment.inFolder(each.getValue().asText(""));
      if (file.isEmpty() || !experiment.files().contains(file.get())) {
        throw new PlatformRejectedException(
            "The training run %s names a file that is not in its folder: %s"
                .formatted(experiment.folder(), each.getValue().asText("")),
            null);
      }
      files.put(each.getKey(), file.get());
    }
    ObjectNode info = experiment.json().deepCopy().put("artifacts_dir", experiment.folder());
    params.set("model_info", info);
    return new ServedByPlatform(experiment.framework(), checkpoint, state);
  }

  /** As apps call the source of a model. */
  String source() {
    return Json.text(state.path("deploy_params"), "model_source", "");
  }

  boolean isPretrained() {
    return source().equals(PRETRAINED);
  }

  /**
   * What an app that serves it may say of itself. Apps write every checkpoint as if it lay in the
   * folder of checkpoints, exports too.
   */
  List<String> reportedAs() {
    return List.of(name, name.replaceFirst("/export/([^/]*)$", "/checkpoints/$1"));
  }

  private static String runtime(String checkpoint) {
    String name = checkpoint.toLowerCase(Locale.ROOT);
    return name.endsWith(".onnx")
        ? "ONNXRuntime"
        : name.endsWith(".engine") ? "TensorRT" : "PyTorch";
  }
}
