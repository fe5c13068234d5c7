package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.TrackedObjects;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The annotation objects of videos. */
record VideoObjects(SuperviselyPlatform server, Caller caller) implements TrackedObjects {
  private static final int MOST = 100;

  @Override
  public List<TrackedObject> of(VideoId video) {
    return caller.call(new Fetch(server.place(video).dataset(), video));
  }

  @Override
  public List<Long> add(VideoId video, List<String> classNames) {
    DatasetId dataset = server.place(video).dataset();
    List<Long> classIds =
        classNames.stream().map(name -> server.classId(server.projectOf(dataset), name)).toList();
    List<Long> ids = new ArrayList<>();
    for (int from = 0; from < classIds.size(); from += MOST) {
      List<Long> some = classIds.subList(from, Math.min(classIds.size(), from + MOST));
      ids.addAll(caller.call(new Add(dataset, video, some)));
    }
    return ids;
  }

  @Override
  public void remove(List<Long> ids, Deadline deadline) {
    if (ids.size() > MOST_REMOVED) {
      throw new IllegalArgumentException(
          "At most %s objects in one call, not %s".formatted(MOST_REMOVED, ids.size()));
    }
    if (!ids.isEmpty()) {
      caller.call(new Remove(ids), deadline);
    }
  }

  /** A video's objects; which of them have figures only its whole annotation tells. */
  private record Fetch(DatasetId dataset, VideoId video) implements Endpoint<List<TrackedObject>> {
    @Override
    public String method() {
      return "videos.annotations.bulk.info";
    }

    @Override
    public JsonNode body() {
      return VideoAnnotation.request(dataset, video);
    }

    @Override
    public List<TrackedObject> read(Response response) throws IOException {
      VideoAnnotation annotation = VideoAnnotation.read(response, video, frame -> false);
      return annotation.classes().entrySet().stream()
          .map(
              each ->
                  new TrackedObject(
                      each.getKey(), each.getValue(), annotation.isLabelled(each.getKey())))
          .toList();
    }

    @Override
    public List<TrackedObject> read(JsonNode answer) {
      throw new UnreadableJsonException("Annotations of videos are not held as trees");
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

  private record Add(DatasetId dataset, VideoId video, List<Long> classIds)
      implements Endpoint<List<Long>> {
    @Override
    public String method() {
      return "annotation-objects.bulk.add";
    }

    @Override
    public JsonNode body() {
      ArrayNode objects = Json.array();
      classIds.forEach(
          id -> objects.addObject().put("classId", id).put("entityId", video.number()));
      return Json.object().put("datasetId", dataset.number()).set("annotationObjects", objects);
    }

    @Override
    public List<Long> read(JsonNode answer) {
      List<Long> ids = new ArrayList<>();
      Json.asArray(answer, "objects").forEach(each -> ids.add(Json.integer(each, "id")));
      if (ids.size() != classIds.size()) {
        throw new UnreadableJsonException(
            "%s objects were sent and %s IDs came back".formatted(classIds.size(), ids.size()));
      }
      return ids;
    }

    @Override
    public Repeat repeat() {
      return Repeat.CHECK_FIRST;
    }

    @Override
    public String subject() {
      return "video " + video;
    }
  }

  private record Remove(List<Long> ids) implements Endpoint<Boolean> {
    @Override
    public String method() {
      return "annotation-objects.bulk.remove";
    }

    @Override
    public JsonNode body() {
      ArrayNode all = Json.array();
      ids.forEach(all::add);
      return all;
    }

    /** Always true. */
    @Override
    public Boolean read(JsonNode answer) {
      return true;
    }

    @Override
    public Repeat repeat() {
      return Repeat.SAFE; // what is gone stays gone
    }

    @Override
    public boolean isWrite() {
      return true;
    }

    @Override
    public String subject() {
      return "objects " + FewIds.of(ids);
    }
  }
}
