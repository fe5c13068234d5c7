package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformAnnotation.ForeignLabel;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a video holds on some of its frames; the server tells it of the whole video only.
 *
 * @param frames their numbers; those behind the video's end are absent from the answer
 */
record FetchFrameLabels(DatasetId dataset, VideoId video, List<ImageId> frames)
    implements Endpoint<Map<ImageId, PlatformAnnotation>> {
  @Override
  public String method() {
    return "videos.annotations.bulk.info";
  }

  @Override
  public JsonNode body() {
    return body(dataset, video);
  }

  static ObjectNode body(DatasetId dataset, VideoId video) {
    ObjectNode body = Json.object().put("datasetId", dataset.value());
    body.putArray("videoIds").add(video.value());
    return body;
  }

  @Override
  public Map<ImageId, PlatformAnnotation> read(JsonNode answer) {
    JsonNode annotation = annotation(answer, video);
    JsonNode size = Json.object(annotation, "size");
    int width = (int) Json.integer(size, "width");
    int height = (int) Json.integer(size, "height");
    long count = Json.integer(annotation, "framesCount");
    Map<Long, String> classes = classes(annotation);
    Map<Long, JsonNode> figures = new HashMap<>();
    Set<Long> wanted = new HashSet<>();
    frames.forEach(frame -> wanted.add(frame.value()));
    for (JsonNode frame : Json.array(annotation, "frames")) {
      long index = Json.integer(frame, "index");
      if (wanted.contains(index)) {
        figures.put(index, Json.array(frame, "figures"));
      }
    }
    Map<ImageId, PlatformAnnotation> found = new LinkedHashMap<>();
    for (ImageId frame : frames) {
      if (frame.value() < count) {
        JsonNode there = figures.getOrDefault(frame.value(), Json.array());
        found.put(frame, read(frame, width, height, there, classes));
      }
    }
    return found;
  }

  /** The annotation of a video in an answer that has it. */
  static JsonNode annotation(JsonNode answer, VideoId video) {
    for (JsonNode each : Json.asArray(answer, "annotations")) {
      if (Json.integer(each, "videoId") == video.value()) {
        return each;
      }
    }
    throw new NotOnPlatformException("Video %s is not on the platform".formatted(video), null);
  }

  /** The classes of a video's objects, by ID. */
  static Map<Long, String> classes(JsonNode annotation) {
    Map<Long, String> classes = new LinkedHashMap<>();
    for (JsonNode object : Json.array(annotation, "objects")) {
      classes.put(Json.integer(object, "id"), Json.text(object, "classTitle"));
    }
    return classes;
  }

  private static PlatformAnnotation read(
      ImageId frame, int width, int height, JsonNode figures, Map<Long, String> classes) {
    List<PlatformLabel> labels = new ArrayList<>();
    List<ForeignLabel> foreign = new ArrayList<>();
    for (JsonNode figure : figures) {
      String className = classes.getOrDefault(Json.integer(figure, "objectId"), "");
      try {
        labels.add(FrameFigure.read(figure, className));
      } catch (UnreadableJsonException | IllegalArgumentException e) {
        foreign.add(
            new ForeignLabel(
                Optional.of(new FigureId(Json.integer(figure, "id"))),
                className,
                Json.text(figure, "geometryType", "")));
      }
    }
    return new PlatformAnnotation(frame, width, height, labels, List.of(), foreign);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "video " + video;
  }
}
