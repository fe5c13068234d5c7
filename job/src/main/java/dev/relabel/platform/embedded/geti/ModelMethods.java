package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.embedded.geti.GetiSettings.Weights;
import dev.relabel.platform.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The model of a project, if the server was given one (fact sheet of Geti, 11). */
final class ModelMethods {
  private static final String GROUPS = Routes.PROJECT + "/model_groups";
  private static final String MODEL = GROUPS + "/{group}/models/{model}";
  private static final String NAME = "Model";

  private final GetiLookup lookup;
  private final Optional<Path> model;
  private final boolean isPurged;

  ModelMethods(GetiLookup lookup, GetiSettings settings) {
    this.lookup = lookup;
    this.model = settings.model();
    this.isPurged = settings.weights() == Weights.PURGED;
  }

  void addTo(Routes routes) {
    routes.add("model-groups.list", "GET", GROUPS, this::groups);
    routes.add("model-groups.get", "GET", GROUPS + "/{group}", this::group);
    routes.add("model-groups.activate", "POST", GROUPS + "/{group}:activate", this::activate);
    routes.add("models.active", "GET", Routes.PROJECT + "/models", this::active);
    routes.add("models.get", "GET", MODEL, this::detail);
    routes.add(
        "models.export", "GET", MODEL + "/optimized_models/{optimized}/export", this::export);
  }

  private Reply groups(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("model_groups");
    String task = call.asked("task_id").orElse(project.firstTask().id());
    if (model.isPresent() && task.equals(project.firstTask().id())) {
      list.add(group(project, model.get()));
    }
    return Reply.of(200, Answer.json(answer));
  }

  private Reply group(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    return Reply.of(200, Answer.json(group(project, found(call, project))));
  }

  /** The only group is the one in use, unless its model cannot be used any more. */
  private Reply activate(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    Path file = found(call, project);
    if (isPurged) {
      throw GetiException.of(
          405,
          "model_storage_not_activable",
          "Model storage cannot be activated. Model Storage ID: `%s`.".formatted(call.of("group")));
    }
    return Reply.of(200, Answer.json(group(project, file)));
  }

  /** The models in use, one for each task; servers have no list of all of them. */
  private Reply active(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    if (!call.isAsked("active_only")) {
      throw GetiException.brokenDown();
    }
    ObjectNode answer = Json.object();
    ArrayNode models = answer.putArray("models");
    if (model.isPresent() && !isPurged) {
      models.add(
          summary(project, model.get())
              .put("model_group_id", GetiId.of(Kind.MODEL_GROUP, project.local().id()))
              .put("task_id", project.firstTask().id()));
    }
    return Reply.of(200, Answer.json(answer));
  }

  private ObjectNode group(GetiProject project, Path file) throws IOException {
    ObjectNode group =
        Json.object()
            .put("id", GetiId.of(Kind.MODEL_GROUP, project.local().id()))
            .put("name", NAME)
            .put("task_id", project.firstTask().id())
            .put("model_template_id", "relabel-onnx");
    group.putArray("models").add(summary(project, file));
    return group;
  }

  private ObjectNode summary(GetiProject project, Path file) throws IOException {
    ObjectNode summary =
        Json.object()
            .put("id", GetiId.of(Kind.MODEL, project.local().id()))
            .put("name", NAME)
            .put("version", 1)
            .put(
                "creation_date",
                GetiTime.of(Instant.ofEpochMilli(Files.getLastModifiedTime(file).toMillis())))
            .put("active_model", !isPurged)
            .put("score_up_to_date", true)
            .put("label_schema_in_sync", true)
            .put("size", Files.size(file));
    summary.putObject("purge_info").put("is_purged", isPurged);
    summary.putObject("performance").putNull("score");
    return summary;
  }

  private Reply detail(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    Path file = found(call, project);
    ObjectNode detail = summary(project, file).put("architecture", "ONNX");
    ArrayNode labels = detail.putArray("labels");
    project.firstTask().labels().forEach(each -> labels.add(each.json()));
    detail.putObject("training_framework").put("type", "OTX").put("version", "2.0.0");
    ObjectNode optimized =
        detail
            .putArray("optimized_models")
            .addObject()
            .put("id", GetiId.of(Kind.OPTIMIZED_MODEL, project.local().id()))
            .put("name", NAME + " ONNX")
            .put("version", 1)
            .put("model_format", "ONNX")
            .put("optimization_type", "ONNX")
            .put("has_xai_head", false)
            .put("model_status", "SUCCESS")
            .put("size", Files.size(file));
    optimized.putArray("precision").add("FP32");
    return Reply.of(200, Answer.json(detail));
  }

  /** The model's file, if all IDs in the path are those of the project's only model. */
  private Path found(GetiCall call, GetiProject project) {
    long id = project.local().id();
    boolean isKnown =
        GetiId.local(Kind.MODEL_GROUP, call.of("group")) == id
            && (!call.path().containsKey("model")
                || GetiId.local(Kind.MODEL, call.of("model")) == id)
            && (!call.path().containsKey("optimized")
                || GetiId.local(Kind.OPTIMIZED_MODEL, call.of("optimized")) == id);
    return model.filter(each -> isKnown).orElseThrow(() -> GetiException.notFound("model"));
  }

  private Reply export(GetiCall call) throws IOException {
    Path file = found(call, lookup.project(call));
    if (isPurged) {
      throw GetiException.of(
          422,
          "model_purging_not_possible",
          "Can not export a purged model since its weights are deleted.");
    }
    return Reply.of(200, new Answer.Zipped(file, "model.onnx"));
  }
}
