package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.FigureIds;
import dev.relabel.platform.local.LocalVideo;
import dev.relabel.platform.local.ProjectMeta.LabelClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The annotation of a video (fact sheet, 3.6): objects, and the figures that show them on frames.
 * Works on the JSON that it was made of, so that keys which we do not know survive. Confined to a
 * thread.
 */
final class VideoAnnotation implements Figures {
  private final LocalVideo video;
  private final ObjectNode json;
  private final VideoFacts facts;
  private final Map<Long, ObjectNode> objects = new HashMap<>();
  private final TreeMap<Long, ObjectNode> frames = new TreeMap<>();

  /**
   * @param json as {@link Annotations} gives it
   * @param facts what the video's file tells, if that matters
   */
  VideoAnnotation(LocalVideo video, ObjectNode json, VideoFacts facts) {
    this.video = video;
    this.json = json;
    this.facts = facts;
    for (JsonNode each : json.path("objects")) {
      objects.put(each.path("id").asLong(), (ObjectNode) each);
    }
    for (JsonNode each : json.path("frames")) {
      ObjectNode known = frames.putIfAbsent(each.path("index").asLong(), (ObjectNode) each);
      if (known != null) {
        each.path("figures").forEach(known.withArray("figures")::add);
      }
    }
  }

  /** What ties figures to objects in files, and files to each other. */
  static String newKey() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  LocalVideo video() {
    return video;
  }

  /** Its objects in file form, in the order of the file. */
  List<ObjectNode> objects() {
    List<ObjectNode> all = new ArrayList<>();
    json.path("objects").forEach(each -> all.add((ObjectNode) each));
    return all;
  }

  Optional<ObjectNode> object(long id) {
    return Optional.ofNullable(objects.get(id));
  }

  /** The class of an object, if the project has it. */
  Optional<LabelClass> classOf(JsonNode object) {
    return video.dataset().project().meta().labelClass(object.path("classTitle").asText());
  }

  /** Adds an object; its ID comes when the annotation is stored. */
  void addObject(ObjectNode object) {
    json.withArray("objects").add(object);
  }

  @Override
  public ObjectNode add(JsonNode sent, IncomingLabel rules) {
    return new IncomingFigure(this, facts, rules).add(sent);
  }

  /** Adds a figure, whose ID is larger than all that were added before, on whatever frames. */
  void addFigure(long frame, ObjectNode figure) {
    figure.put("id", FigureIds.next(video.id(), json));
    frames.computeIfAbsent(frame, this::newFrame).withArray("figures").add(figure);
  }

  private ObjectNode newFrame(long index) {
    return json.objectNode().put("index", index);
  }

  @Override
  public List<Figure> figures() {
    List<Figure> all = new ArrayList<>();
    frames.forEach(
        (index, frame) ->
            frame
                .path("figures")
                .forEach(each -> all.add(new Figure.OfVideo(this, index, (ObjectNode) each))));
    all.sort(Comparator.comparingLong(Figure::id));
    return all;
  }

  @Override
  public boolean remove(Set<Long> ids) {
    return removeFigures(each -> ids.contains(each.path("id").asLong()));
  }

  private boolean removeFigures(Predicate<JsonNode> unwanted) {
    boolean isChange = false;
    for (ObjectNode frame : frames.values()) {
      isChange |= Figures.removeFrom(frame.withArray("figures"), unwanted);
    }
    return isChange;
  }

  /** Removes objects and their figures; whether there were any. */
  boolean removeObjects(Set<Long> ids) {
    removeFigures(each -> ids.contains(each.path("objectId").asLong()));
    return Figures.removeFrom(
        json.withArray("objects"), each -> ids.contains(each.path("id").asLong()));
  }

  /** Only frames with figures are written, in their order. */
  @Override
  public void write() {
    describe();
    ArrayNode written = json.putArray("frames");
    for (ObjectNode frame : frames.values()) {
      if (frame.path("figures").size() > 0) {
        written.add(frame);
      }
    }
  }

  /** Fills in what readers of a file expect of a video's annotation. */
  private void describe() {
    json.put("videoName", video.name());
    if (!json.hasNonNull("key")) {
      json.put("key", newKey());
    }
    if (!json.hasNonNull("description")) {
      json.put("description", "");
    }
    if (facts.index().isPresent()) {
      json.put("framesCount", facts.frames());
      json.putObject("size")
          .put("height", facts.size().height())
          .put("width", facts.size().width());
    }
  }

  /** What clients get: without keys, as everything has an ID. */
  ObjectNode toWire() throws IOException {
    describe();
    String time = timeOfOthers();
    ObjectNode wire = json.objectNode();
    wire.put("videoId", video.id()).put("videoName", video.name());
    wire.put("datasetId", video.dataset().id());
    for (String key : new String[] {"size", "framesCount", "description"}) {
      wire.set(key, json.path(key).isMissingNode() ? null : json.get(key));
    }
    ArrayNode tags = wire.putArray("tags");
    json.path("tags").forEach(each -> tags.add(withoutKeys(each)));
    ArrayNode wireObjects = wire.putArray("objects");
    for (ObjectNode each : objects()) {
      ObjectNode object = complete(withoutKeys(each), time);
      classOf(each).ifPresent(known -> object.put("classId", known.id()));
      object.withArray("tags");
      wireObjects.add(object);
    }
    ArrayNode wireFrames = wire.putArray("frames");
    frames.forEach(
        (index, frame) -> {
          if (frame.path("figures").size() > 0) {
            ArrayNode figures = wireFrames.addObject().put("index", index).putArray("figures");
            frame.path("figures").forEach(each -> figures.add(complete(wireFigure(each), time)));
          }
        });
    return wire;
  }

  /** A figure as clients get it. */
  static ObjectNode wireFigure(JsonNode file) {
    ObjectNode figure = withoutKeys(file);
    for (String flag : new String[] {"nnCreated", "nnUpdated"}) {
      figure.put(flag, figure.path(flag).asBoolean());
    }
    return figure;
  }

  /** When something is said to be made that does not tell: always the same. */
  String timeOfOthers() throws IOException {
    return Columns.time(video.attributes().lastModifiedTime().toMillis());
  }

  private static ObjectNode complete(ObjectNode wire, String time) {
    wire.put("createdAt", wire.path("createdAt").asText(time));
    wire.put("updatedAt", wire.path("updatedAt").asText(time));
    return wire.put("labelerLogin", wire.path("labelerLogin").asText(AccountMethods.LOGIN));
  }

  private static ObjectNode withoutKeys(JsonNode file) {
    ObjectNode copy = ((ObjectNode) file).deepCopy();
    copy.remove(List.of("key", "objectKey"));
    return copy;
  }
}
