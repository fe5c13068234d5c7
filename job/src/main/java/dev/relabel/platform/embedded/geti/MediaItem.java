package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.VideoFacts;
import dev.relabel.platform.embedded.VideoFiles;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalEntity;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalVideo;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An image or video while one answer is made (fact sheet of Geti, 5): what is asked for is read
 * once, and only then. Confined to a thread.
 */
final class MediaItem {
  private final Source source;
  private final GetiProject project;
  private final LocalEntity medium;
  private @Nullable ObjectNode annotation;

  private MediaItem(Source source, GetiProject project, LocalEntity medium) {
    this.source = source;
    this.project = project;
    this.medium = medium;
  }

  /** Where items come from. */
  record Source(Annotations annotations, Scenes scenes, VideoFiles videos) {
    MediaItem item(GetiProject project, LocalEntity medium) {
      return new MediaItem(this, project, medium);
    }
  }

  LocalEntity medium() {
    return medium;
  }

  private ObjectNode annotation() throws IOException {
    ObjectNode read = annotation;
    if (read == null) {
      read =
          medium instanceof LocalImage image
              ? source.annotations().readable(image)
              : source.annotations().read(medium);
      annotation = read;
    }
    return read;
  }

  ImageSize size() throws IOException {
    return medium instanceof LocalVideo video
        ? source.videos().facts(video).size()
        : Annotations.sizeOf(annotation());
  }

  /** The scene of an image; empty for one that was never annotated and for videos. */
  Optional<ObjectNode> scene() throws IOException {
    return medium instanceof LocalImage image
        ? source.scenes().latest(project, new ImagePlace(image), annotation())
        : Optional.empty();
  }

  boolean isVideo() {
    return medium instanceof LocalVideo;
  }

  String id() {
    return GetiId.of(isVideo() ? Kind.VIDEO : Kind.IMAGE, medium.id());
  }

  /** The file's name without its extension. */
  String name() {
    int dot = medium.name().lastIndexOf('.');
    return dot > 0 ? medium.name().substring(0, dot) : medium.name();
  }

  private String extension() {
    return medium.name().substring(name().length());
  }

  String uploadTime() throws IOException {
    return GetiTime.of(Instant.ofEpochMilli(medium.attributes().lastModifiedTime().toMillis()));
  }

  long bytes() throws IOException {
    return medium.attributes().size();
  }

  /** As filters name it. */
  String state() throws IOException {
    int annotated = 0;
    for (JsonNode each : SceneMethods.states(project, scene())) {
      annotated += each.path("state").asText().equals("annotated") ? 1 : 0;
    }
    if (annotated == 0) {
      return "unannotated";
    }
    return annotated == project.tasks().size() ? "annotated" : "partially_annotated";
  }

  /** The IDs of all labels on it. */
  Set<String> labels() throws IOException {
    Set<String> ids = new HashSet<>();
    scene()
        .ifPresent(
            each ->
                each.path("annotations")
                    .forEach(
                        annotation ->
                            annotation
                                .path("labels")
                                .forEach(label -> ids.add(label.path("id").asText()))));
    return ids;
  }

  /**
   * All of it.
   *
   * @param preprocessing how far its preparation is
   */
  ObjectNode json(ObjectNode preprocessing) throws IOException {
    String kind = isVideo() ? "video" : "image";
    String at =
        "/api/v1/organizations/%s/workspaces/%s/projects/%s/datasets/%s/media/%ss/%s"
            .formatted(
                GetiId.ORGANIZATION,
                GetiId.WORKSPACE,
                project.id(),
                GetiId.of(Kind.DATASET, medium.dataset().id()),
                kind,
                id());
    boolean isReady = preprocessing.path("status").asText().equals("FINISHED");
    ObjectNode json =
        Json.object()
            .put("id", id())
            .put("type", kind)
            .put("name", name())
            .put("upload_time", uploadTime())
            .put("uploader_id", GetiId.USER)
            .put("thumbnail", isReady ? at + "/display/thumb" : null);
    json.set("preprocessing", preprocessing);
    ObjectNode information = json.putObject("media_information");
    information
        .put("display_url", at + (isVideo() ? "/display/stream" : "/display/full"))
        .put("width", size().width())
        .put("height", size().height())
        .put("size", bytes())
        .put("extension", extension());
    if (medium instanceof LocalVideo video) {
      putFrames(information, source.videos().facts(video));
      return json.putNull("annotation_state_per_task");
    }
    Optional<ObjectNode> scene = scene();
    json.set("annotation_state_per_task", SceneMethods.states(project, scene));
    json.set("annotation_scene_id", scene.map(each -> each.path("id")).orElse(null));
    return json.put("roi_id", GetiId.of(Kind.REGION, medium.id()))
        .put("last_annotator_id", scene.isPresent() ? GetiId.USER : null);
  }

  private static void putFrames(ObjectNode information, VideoFacts facts) {
    double seconds = facts.seconds();
    double rate = seconds > 0 ? facts.frames() / seconds : 0;
    information
        .put("frame_count", facts.frames())
        .put("frame_rate", rate)
        .put("frame_stride", Math.max(1, (int) rate))
        .put("duration", seconds);
  }
}
