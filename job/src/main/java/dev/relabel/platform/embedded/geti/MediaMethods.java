package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.embedded.VideoFacts;
import dev.relabel.platform.embedded.VideoFiles;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalEntity;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images and videos, read, added and removed (fact sheet of Geti, 5). */
final class MediaMethods {
  private static final String IMAGES = Routes.DATASET + "/media/images";
  private static final String IMAGE = IMAGES + "/{image}";
  private static final String VIDEO = Routes.DATASET + "/media/videos/{video}";
  private static final Map<String, String> CACHED =
      Map.of("Cache-Control", "private, max-age=3600");

  private final GetiLookup lookup;
  private final MediaItem.Source source;
  private final VideoFiles videos;
  private final Preprocessing preprocessing;
  private final ImageUploads uploads;

  MediaMethods(
      GetiLookup lookup,
      MediaItem.Source source,
      VideoFiles videos,
      Preprocessing preprocessing,
      ImageUploads uploads) {
    this.lookup = lookup;
    this.source = source;
    this.videos = videos;
    this.preprocessing = preprocessing;
    this.uploads = uploads;
  }

  void addTo(Routes routes) {
    MediaQuery query = new MediaQuery(lookup, source, preprocessing);
    routes.add("media.query", "POST", Routes.DATASET + "/media:query", query::call);
    routes.add("images.post", "POST", IMAGES, this::upload);
    routes.add("images.get", "GET", IMAGE, call -> item(call, lookup.image(call)));
    routes.add("images.delete", "DELETE", IMAGE, this::delete);
    addBytes(routes, "images.full", IMAGE + "/display/full", this::full);
    addBytes(routes, "images.thumb", IMAGE + "/display/thumb", call -> thumb(lookup.image(call)));
    routes.add("videos.get", "GET", VIDEO, call -> item(call, lookup.video(call)));
    addBytes(routes, "frames.full", VIDEO + "/frames/{frame}/display/full", this::frame);
    addBytes(
        routes,
        "frames.thumb",
        VIDEO + "/frames/{frame}/display/thumb",
        call -> Thumbnail.of(framePng(call)));
  }

  private interface Bytes {
    Answer of(GetiCall call) throws IOException;
  }

  private static void addBytes(Routes routes, String name, String template, Bytes bytes) {
    routes.add(
        name,
        "GET",
        template,
        Routes.Limit.NONE,
        call -> new Reply(200, CACHED, Optional.of(bytes.of(call))));
  }

  private Reply item(GetiCall call, LocalEntity medium) throws IOException {
    MediaItem item = source.item(lookup.project(call), medium);
    return Reply.of(200, Answer.json(item.json(preprocessing.look(medium))));
  }

  private Answer full(GetiCall call) {
    LocalImage image = lookup.image(call);
    return new Answer.Content(image.file(), image.mediaType());
  }

  private static Answer thumb(LocalImage image) throws IOException {
    return Thumbnail.of(Files.readAllBytes(image.file()));
  }

  private Answer frame(GetiCall call) throws IOException {
    try (Picture picture =
        new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(framePng(call))) {
      return new Answer.Bytes(picture.toJpeg(), "image/jpeg");
    }
  }

  private byte[] framePng(GetiCall call) throws IOException {
    LocalVideo video = lookup.video(call);
    return png(videos, video, call.of("frame"));
  }

  /**
   * A frame of a video as a file.
   *
   * @throws GetiException if the video has no such frame
   */
  static byte[] png(VideoFiles videos, LocalVideo video, String number) throws IOException {
    VideoFacts facts = videos.facts(video);
    long frame = frame(number, facts);
    return videos.png(video, facts.index().orElseThrow().address(frame));
  }

  /**
   * The number of a frame.
   *
   * @throws GetiException if the video has no such frame
   */
  static long frame(String number, VideoFacts facts) {
    long frame;
    try {
      frame = Long.parseLong(number);
    } catch (NumberFormatException e) {
      throw GetiException.badRequest("'%s' is no frame index".formatted(number));
    }
    if (frame < 0 || frame >= facts.frames()) {
      throw GetiException.of(
          400,
          "invalid_frame_index",
          "Frame %s is none of the video's %s".formatted(frame, facts.frames()));
    }
    return frame;
  }

  private Reply upload(GetiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call);
    GetiProject project = lookup.project(call);
    List<String> labels = labelIds(call);
    LocalImage image = uploads.add(dataset, call.files().get("file"));
    if (!labels.isEmpty()) {
      uploads.label(project, image, labels);
    }
    int status = preprocessing.uploaded(image);
    MediaItem item = source.item(project, image);
    return Reply.of(status, Answer.json(item.json(preprocessing.look(image))));
  }

  private static List<String> labelIds(GetiCall call) {
    GetiCall.Upload info = call.files().get("upload_info");
    if (info == null) {
      return List.of();
    }
    try {
      List<String> ids = new ArrayList<>();
      JsonNode list = Json.read(info.content()).path("label_ids");
      list.forEach(each -> ids.add(each.asText()));
      return ids;
    } catch (UnreadableJsonException e) {
      throw GetiException.badRequest("The part upload_info is not JSON");
    }
  }

  private Reply delete(GetiCall call) throws IOException {
    LocalImage image = lookup.image(call);
    image.dataset().removeImages(List.of(image));
    return Reply.of(200, Answer.json(Json.object().put("result", "success")));
  }
}
