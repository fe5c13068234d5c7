package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalEntity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code media:query}: filters, sorts and cuts into pages (fact sheet of Geti, 5.1). */
final class MediaQuery {
  private static final int MOST = 1000;

  private final GetiLookup lookup;
  private final MediaItem.Source source;
  private final Preprocessing preprocessing;

  MediaQuery(GetiLookup lookup, MediaItem.Source source, Preprocessing preprocessing) {
    this.lookup = lookup;
    this.source = source;
    this.preprocessing = preprocessing;
  }

  Reply call(GetiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call);
    GetiProject project = lookup.project(call);
    List<MediaFilter> filters = MediaFilter.all(call.json());
    int limit = call.number("limit", MOST, 1, MOST);
    int skip = call.number("skip", 0, 0, Integer.MAX_VALUE);
    String key = call.asked("sort_by").orElse("media_name").toLowerCase(Locale.ROOT);
    String direction = call.asked("sort_direction").orElse("asc").toLowerCase(Locale.ROOT);
    List<MediaItem> found = found(project, dataset, filters);
    found.sort(order(key, direction).thenComparing(MediaItem::id));
    ObjectNode answer = Json.object();
    ArrayNode media = answer.putArray("media");
    int from = Math.min(skip, found.size());
    for (MediaItem each : found.subList(from, from + Math.min(found.size() - from, limit))) {
      try {
        media.add(each.json(preprocessing.look(each.medium())));
      } catch (NoSuchFileException e) {
        // Removed from the disk meanwhile; the others are listed all the same.
      }
    }
    long videos = found.stream().filter(MediaItem::isVideo).count();
    answer
        .put("total_matched_images", found.size() - videos)
        .put("total_matched_videos", videos)
        .put("total_matched_video_frames", 0)
        .put("total_images", dataset.imageCount())
        .put("total_videos", dataset.videos().size());
    if (found.size() - from >= limit) {
      answer.put("next_page", nextPage(call, limit, skip + limit, key, direction));
    }
    return Reply.of(200, Answer.json(answer));
  }

  private List<MediaItem> found(
      GetiProject project, LocalDataset dataset, List<MediaFilter> filters) throws IOException {
    List<LocalEntity> all = new ArrayList<>(dataset.images());
    all.addAll(dataset.videos());
    List<MediaItem> found = new ArrayList<>();
    for (LocalEntity each : all) {
      MediaItem item = source.item(project, each);
      // What is removed from the disk from here on is met again when its page is made.
      if (holdAll(filters, item) && Files.exists(each.file())) {
        found.add(item);
      }
    }
    return found;
  }

  private static boolean holdAll(List<MediaFilter> filters, MediaItem item) throws IOException {
    try {
      for (MediaFilter each : filters) {
        if (!each.holds(item)) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false; // what is gone meets no rule
    }
  }

  private static Comparator<MediaItem> order(String key, String direction) {
    Comparator<MediaItem> order =
        switch (key) {
          case "media_name" -> Comparator.comparing(MediaItem::name);
          case "media_upload_date" -> Comparator.comparing(each -> unchecked(each::uploadTime));
          case "media_width" -> Comparator.comparing(each -> unchecked(each::size).width());
          case "media_height" -> Comparator.comparing(each -> unchecked(each::size).height());
          case "media_size" -> Comparator.comparing(each -> unchecked(each::bytes));
          case "annotation_creation_date" ->
              Comparator.comparing(
                  each ->
                      unchecked(each::scene)
                          .map(scene -> scene.path("modified").asText())
                          .orElse(""));
          default ->
              throw GetiException.invalidParameter(
                  Json.object().set("sort_by", Json.array().add("'%s' is none".formatted(key))));
        };
    return direction.equals("dsc") ? order.reversed() : order;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T unchecked(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nextPage(GetiCall call, int limit, int skip, String key, String direction) {
    return "/api/v1/organizations/%s/workspaces/%s/projects/%s/datasets/%s/media:query?limit=%s&skip=%s&sort_by=%s&sort_direction=%s"
        .formatted(
            GetiId.ORGANIZATION,
            GetiId.WORKSPACE,
            GetiId.of(Kind.PROJECT, GetiId.local(Kind.PROJECT, call.of("project"))),
            GetiId.of(Kind.DATASET, GetiId.local(Kind.DATASET, call.of("dataset"))),
            limit,
            skip,
            key,
            direction);
  }
}
