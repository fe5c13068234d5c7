package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.LocalVideo;
import dev.relabel.video.FrameAddress;
import dev.relabel.video.FrameIndex;
import dev.relabel.video.UnreadableVideoException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** {@code videos.*} that read (fact sheet, 2.11). */
final class VideoMethods {
  /** What clients ask for at once, and what the platform allows. */
  private static final int MOST_FRAMES = 50;

  private final LocalProjects projects;
  private final VideoFiles videos;
  private final Lookup lookup;
  private final Columns<LocalVideo> columns;

  VideoMethods(LocalProjects projects, VideoFiles videos, Lookup lookup) {
    this.projects = projects;
    this.videos = videos;
    this.lookup = lookup;
    this.columns = VideoView.columns(videos);
  }

  void addTo(ApiMethods methods) {
    methods.read("videos.list", this::list);
    methods.read("videos.info", call -> Answer.json(columns.entity(lookup.video(call.id("id")))));
    methods.read("videos.download", this::download);
    methods.read("videos.download-frame", this::frame);
    methods.read("videos.bulk.download-frame", this::frames);
    methods.read("videos.annotations.bulk.info", this::annotations);
  }

  private Answer list(ApiCall call) throws IOException {
    return new EntityList<>(columns).answer(call, lookup.within(call, LocalDataset::videos));
  }

  private Answer download(ApiCall call) {
    LocalVideo video = lookup.video(call.id("id"));
    return new Answer.Content(video.file(), video.mediaType());
  }

  private Answer frame(ApiCall call) throws IOException {
    LocalVideo video = lookup.video(call.id("videoId"));
    FrameAddress frame = address(video, call.id("frame"));
    try {
      return png(video, frame);
    } catch (UnreadableVideoException e) {
      throw ApiException.badRequest("Video %s: %s".formatted(video.id(), e.getMessage()));
    }
  }

  /** A frame that is damaged is left out, as an image is that is gone. */
  private Answer frames(ApiCall call) throws IOException {
    LocalVideo video = lookup.video(call.id("videoId"));
    TreeSet<Long> numbers = new TreeSet<>(call.ids("frames")); // in order they are read fastest
    if (numbers.size() > MOST_FRAMES) {
      throw ApiException.badRequest(
          "%s frames are asked for; ask for at most %s at once"
              .formatted(numbers.size(), MOST_FRAMES));
    }
    Map<String, Answer.Part> parts = new LinkedHashMap<>();
    for (long number : numbers) {
      FrameAddress frame = address(video, number);
      parts.put(
          Long.toString(number),
          () -> {
            try {
              return Optional.of(png(video, frame));
            } catch (UnreadableVideoException e) {
              return Optional.empty();
            }
          });
    }
    return Answer.Multipart.of(parts);
  }

  private Answer annotations(ApiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (long id : call.ids("videoIds")) {
      LocalVideo video = lookup.video(dataset, id);
      ObjectNode file = projects.annotations().read(video);
      answer.add(new VideoAnnotation(video, file, videos.facts(video)).toWire());
    }
    return Answer.json(answer);
  }

  private Answer png(LocalVideo video, FrameAddress frame) throws IOException {
    return new Answer.Bytes(videos.png(video, frame), "image/png");
  }

  private FrameAddress address(LocalVideo video, long number) throws IOException {
    Optional<FrameIndex> index = videos.facts(video).index();
    if (index.isEmpty() || number < 0 || number >= index.get().count()) {
      throw ApiException.of(
          404,
          "Video %s has %s frames, of which %s is none"
              .formatted(video.id(), index.map(FrameIndex::count).orElse(0L), number));
    }
    return index.get().address(number);
  }
}
