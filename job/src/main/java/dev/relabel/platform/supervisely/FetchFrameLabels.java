package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformAnnotation.ForeignLabel;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.util.ArrayList;
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
    return VideoAnnotation.request(dataset, video);
  }

  @Override
  public Map<ImageId, PlatformAnnotation> read(Response response) throws IOException {
    Set<Long> wanted = new HashSet<>();
    frames.forEach(frame -> wanted.add(frame.number()));
    VideoAnnotation annotation = VideoAnnotation.read(response, video, wanted::contains);
    Map<ImageId, PlatformAnnotation> found = new LinkedHashMap<>();
    for (ImageId frame : frames) {
      if (frame.number() < annotation.frames()) {
        found.put(frame, read(frame, annotation));
      }
    }
    return found;
  }

  @Override
  public Map<ImageId, PlatformAnnotation> read(JsonNode answer) {
    throw new UnreadableJsonException("Annotations of videos are not held as trees");
  }

  private static PlatformAnnotation read(ImageId frame, VideoAnnotation annotation) {
    List<PlatformLabel> labels = new ArrayList<>();
    List<ForeignLabel> foreign = new ArrayList<>();
    for (JsonNode figure : annotation.figures(frame.number())) {
      String className = annotation.classes().getOrDefault(Json.integer(figure, "objectId"), "");
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
    return new PlatformAnnotation(
        frame, annotation.width(), annotation.height(), labels, List.of(), foreign);
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
