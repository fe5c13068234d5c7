package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.ServedModelInfo;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.MetaJson;
import dev.relabel.platform.format.TagJson;
import dev.relabel.platform.format.TagMeta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a serving app says of itself, put together from several questions. */
final class AppInfo {
  /** As the apps themselves batch. */
  private static final int USUAL_IMAGES = 16;

  /** What of the deployment decides about predictions; device and hardware do not. */
  private static final List<String> OF_THE_MODEL =
      List.of(
          "model_name",
          "architecture",
          "checkpoint_name",
          "checkpoint_url",
          "custom_checkpoint_path",
          "model_source",
          "task_type",
          "runtime",
          "model_precision");

  private AppInfo() {}

  /**
   * Asks an app what it serves.
   *
   * @param ask sends a question
   * @param address the app's name in messages
   * @throws PlatformRejectedException if it has no model
   */
  static ServedModelInfo read(Function<AskApp, JsonNode> ask, String address) {
    try {
      return read(ask);
    } catch (RefusedContentException e) { // each of these questions is answered by the model
      throw new NoModelException(
          "%s runs, but has no model: press Serve on the app's page, or let Relabel start one with --deploy-on-platform. (%s)"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  /** The app answers, and has no model. */
  static final class NoModelException extends PlatformRejectedException {
    private static final long serialVersionUID = 1L;

    NoModelException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static ServedModelInfo read(Function<AskApp, JsonNode> ask) {
    JsonNode session = ask.apply(new AskApp("get_session_info"));
    JsonNode deployed = deployed(ask);
    List<LabelClass> classes = classes(ask.apply(new AskApp("get_model_meta")), session, deployed);
    ObjectNode settings =
        settings(ask.apply(new AskApp("get_custom_inference_settings")).path("settings"));
    ObjectNode identity = Json.object();
    for (String key : OF_THE_MODEL) {
      identity.set(key, deployed.path(key).isMissingNode() ? null : deployed.get(key));
    }
    identity.put("app", Json.text(session, "app_name", ""));
    for (LabelClass each : classes) {
      identity.withArray("classes").add("%s (%s)".formatted(each.name(), each.shape()));
    }
    identity.set("settings", settings);
    return new ServedModelInfo(
        name(session, deployed), text(identity), classes, text(settings), mostImages(session));
  }

  private static JsonNode deployed(Function<AskApp, JsonNode> ask) {
    try {
      return ask.apply(new AskApp("get_deploy_info"));
    } catch (NotOnPlatformException e) {
      return Json.object(); // an app older than this question
    }
  }

  private static String name(JsonNode session, JsonNode deployed) {
    String model = Json.text(deployed, "model_name", "");
    String checkpoint = Json.text(deployed, "checkpoint_name", "");
    String both =
        model.isBlank() || checkpoint.isBlank() ? model + checkpoint : model + " " + checkpoint;
    return both.isBlank() ? Json.text(session, "app_name", "served model") : both;
  }

  /** Object classes; the tags of an app that classifies are classes of whole images. */
  private static List<LabelClass> classes(JsonNode json, JsonNode session, JsonNode deployed) {
    MetaJson meta = MetaJson.read(json);
    List<LabelClass> classes = new ArrayList<>(meta.schema().classes());
    String task =
        Json.text(session, "task type", Json.text(deployed, "task_type", ""))
            .toLowerCase(Locale.ROOT);
    if (classes.isEmpty() || task.contains("classification")) {
      meta.tags().stream()
          .map(TagMeta::name)
          .filter(name -> !name.equals(TagJson.CONFIDENCE))
          .forEach(name -> classes.add(new LabelClass(name, Shape.IMAGE)));
    }
    return classes;
  }

  private static int mostImages(JsonNode session) {
    if (!session.path("batch_inference_support").asBoolean(true)) {
      return 1;
    }
    long most = Json.integer(session, "max_batch_size", USUAL_IMAGES);
    return (int) Math.max(1, Math.min(most, USUAL_IMAGES));
  }

  /** Apps write their settings as JSON, or as YAML with remarks for people. */
  private static ObjectNode settings(JsonNode said) {
    if (said instanceof ObjectNode object) {
      return object;
    }
    try {
      return said.isTextual() && new YAMLMapper().readTree(said.textValue()) instanceof ObjectNode o
          ? o
          : Json.object();
    } catch (JsonProcessingException e) {
      return Json.object(); // nothing can be set then, which is said when somebody tries
    }
  }

  private static String text(ObjectNode node) {
    return new String(Json.write(node), StandardCharsets.UTF_8);
  }
}
