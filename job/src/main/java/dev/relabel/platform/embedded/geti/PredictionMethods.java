package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.image.ImageHeader;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.embedded.VideoFiles;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Live predictions (fact sheet of Geti, 10). */
final class PredictionMethods {
  private static final String PIPELINE = Routes.PROJECT + "/pipelines/{pipeline}";
  private static final int MOST_FRAMES = 20;

  private final GetiLookup lookup;
  private final VideoFiles videos;
  private final Optional<LivePredictor> predictor;

  private final PredictionCache cache = new PredictionCache();

  PredictionMethods(GetiLookup lookup, VideoFiles videos, Optional<LivePredictor> predictor) {
    this.lookup = lookup;
    this.videos = videos;
    this.predictor = predictor;
  }

  void addTo(Routes routes) {
    add(routes, "predict", PIPELINE + ":predict", this::predict);
    add(routes, "batch-predict", PIPELINE + ":batch_predict", this::predictBatch);
    add(
        routes,
        "pipelines.other",
        PIPELINE + ":{verb}",
        call -> {
          throw GetiException.of(501, "not_implemented", "The method is not implemented.");
        });
    routes.add(
        "pipelines.status",
        "GET",
        PIPELINE + "/status",
        call ->
            Reply.of(200, Answer.json(Json.object().put("pipeline_ready", predictor.isPresent()))));
  }

  private static void add(Routes routes, String name, String template, GetiMethod method) {
    routes.add(name, "POST", template, Routes.Limit.INFERENCE, method);
  }

  private GetiProject project(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    String pipeline = call.of("pipeline");
    if (!pipeline.equals("active")) {
      GetiId.local(GetiId.Kind.TASK, pipeline);
      if (project.tasks().stream().noneMatch(each -> each.id().equals(pipeline))) {
        throw GetiException.notFound("task");
      }
    }
    return project;
  }

  private Reply predict(GetiCall call) throws IOException {
    GetiProject project = project(call);
    if (!call.files().isEmpty() || call.body().length == 0) {
      GetiCall.Upload file = call.files().get("file");
      if (file == null) {
        throw GetiException.badRequest("The request has no part 'file'.");
      }
      return answer(live(project, file.content(), Optional.empty()));
    }
    ObjectNode body = call.json();
    return answer(predict(call, project, body));
  }

  private static Reply answer(Optional<ObjectNode> prediction) {
    return prediction
        .map(each -> Reply.of(200, Answer.json(each)))
        .orElseGet(() -> Reply.empty(204));
  }

  private Optional<ObjectNode> predict(GetiCall call, GetiProject project, ObjectNode body)
      throws IOException {
    LocalDataset dataset = dataset(call, body);
    ObjectNode identifier;
    byte[] content;
    if (body.has("video_id")) {
      LocalVideo video = video(dataset, body);
      String frame = text(body, "frame_index");
      content = MediaMethods.png(videos, video, frame);
      identifier =
          Json.object()
              .put("type", "video_frame")
              .put("video_id", text(body, "video_id"))
              .put("frame_index", Long.parseLong(frame));
    } else {
      LocalImage image = image(dataset, body);
      content = Files.readAllBytes(image.file());
      identifier = new ImagePlace(image).identifier();
    }
    return cache.answer(
        call, identifier.toString(), () -> live(project, content, Optional.of(identifier)));
  }

  /** What is about the media is answered with 400, whatever it is. */
  private LocalDataset dataset(GetiCall call, ObjectNode body) {
    return wrapped(() -> lookup.dataset(call, text(body, "dataset_id")));
  }

  private static LocalImage image(LocalDataset dataset, ObjectNode body) {
    return wrapped(() -> GetiLookup.image(dataset, text(body, "image_id")));
  }

  private static LocalVideo video(LocalDataset dataset, ObjectNode body) {
    return wrapped(() -> GetiLookup.video(dataset, text(body, "video_id")));
  }

  private static <T> T wrapped(Supplier<T> find) {
    try {
      return find.get();
    } catch (GetiException e) {
      throw GetiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** All fields are texts, numbers too. */
  private static String text(ObjectNode body, String key) {
    JsonNode value = body.path(key);
    if (!value.isTextual()) {
      throw GetiException.badRequest(
          "The field %s has to be a string, not %s".formatted(key, value));
    }
    return value.textValue();
  }

  private Optional<ObjectNode> live(
      GetiProject project, byte[] image, Optional<ObjectNode> identifier) {
    if (predictor.isEmpty()) {
      return Optional.empty();
    }
    try {
      ImageHeader size = ImageHeader.read(image);
      List<Label> labels = predictor.get().predict(image);
      ObjectNode answer = Json.object();
      answer.set("predictions", new Predictions(project, size.width(), size.height()).of(labels));
      answer.put("created", GetiTime.live(Instant.now()));
      identifier.ifPresent(each -> answer.set("media_identifier", each));
      return Optional.of(answer);
    } catch (UnreadableImageException e) {
      throw GetiException.of(415, "unsupported_media_type", "The image cannot be decoded.");
    }
  }

  private Reply predictBatch(GetiCall call) throws IOException {
    GetiProject project = project(call);
    ObjectNode body = call.json();
    LocalDataset dataset = dataset(call, body);
    LocalVideo video = video(dataset, body);
    int start = whole(body, "start_frame");
    int end = whole(body, "end_frame");
    int skip = Math.max(1, whole(body, "frame_skip"));
    if (end < start || (end - start + 1) / skip > MOST_FRAMES) {
      throw GetiException.badRequest("At most %s frames can be predicted.".formatted(MOST_FRAMES));
    }
    if (predictor.isEmpty()) {
      return Reply.empty(204);
    }
    ArrayNode predictions = Json.array();
    for (int frame = start; frame <= end; frame += skip) {
      ObjectNode one =
          Json.object()
              .put("dataset_id", text(body, "dataset_id"))
              .put("video_id", GetiId.of(GetiId.Kind.VIDEO, video.id()))
              .put("frame_index", Integer.toString(frame));
      predictions.add(predict(call, project, one).<JsonNode>map(each -> each).orElse(null));
    }
    ObjectNode answer = Json.object();
    answer.set("batch_predictions", predictions);
    return Reply.of(200, Answer.json(answer));
  }

  private static int whole(ObjectNode body, String key) {
    try {
      return Integer.parseInt(text(body, key));
    } catch (NumberFormatException e) {
      throw GetiException.badRequest("The field %s is no whole number".formatted(key));
    }
  }
}
