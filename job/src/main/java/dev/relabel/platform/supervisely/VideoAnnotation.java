package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.BoundedInputStream;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * What is wanted of a video's annotation. The server tells it as a whole, which may be hundreds of
 * megabytes; it is gone through figure list by figure list, and the rest is forgotten.
 */
final class VideoAnnotation {
  /** The largest answer that is gone through. */
  private static final long MOST_BYTES = 1L << 30;

  private final Map<Long, String> classes = new TreeMap<>();
  private final Set<Long> labelled = new HashSet<>();
  private final Map<Long, JsonNode> figures = new HashMap<>();
  private int width;
  private int height;
  private long frames;
  private long video = -1;

  private VideoAnnotation() {}

  /** The body of {@code videos.annotations.bulk.info} for one video. */
  static JsonNode request(DatasetId dataset, VideoId video) {
    var body = Json.object().put("datasetId", dataset.number());
    body.putArray("videoIds").add(video.number());
    return body;
  }

  /**
   * Reads an answer.
   *
   * @param wanted the frames whose figures are kept
   * @throws NotOnPlatformException if the answer has no such video
   */
  static VideoAnnotation read(Response response, VideoId video, LongPredicate wanted)
      throws IOException {
    try (InputStream body = new BoundedInputStream(response.body(), MOST_BYTES);
        JsonParser parser = Json.parser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new UnreadableJsonException("Expected a list of annotations");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        VideoAnnotation found = new VideoAnnotation();
        found.take(parser, wanted);
        if (found.video == video.number()) {
          return found;
        }
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableJsonException("Not JSON: " + e.getOriginalMessage(), e);
    }
    throw new NotOnPlatformException("Video %s is not on the platform".formatted(video), null);
  }

  private void take(JsonParser parser, LongPredicate wanted) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      if (key.equals("frames") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          frame(parser.readValueAsTree(), wanted);
        }
      } else if (key.equals("objects") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          JsonNode object = parser.readValueAsTree();
          classes.put(Json.integer(object, "id"), Json.text(object, "classTitle"));
        }
      } else if (key.equals("size") && value == JsonToken.START_OBJECT) {
        JsonNode size = parser.readValueAsTree();
        width = (int) Json.integer(size, "width");
        height = (int) Json.integer(size, "height");
      } else if (key.equals("framesCount")) {
        frames = parser.getValueAsLong();
      } else if (key.equals("videoId")) {
        video = parser.getValueAsLong();
      } else {
        parser.skipChildren();
      }
    }
  }

  private void frame(JsonNode frame, LongPredicate wanted) {
    long index = Json.integer(frame, "index");
    JsonNode all = Json.array(frame, "figures");
    all.forEach(figure -> labelled.add(Json.integer(figure, "objectId")));
    if (wanted.test(index)) {
      figures.put(index, all);
    }
  }

  /** The classes of the video's objects, by ID. */
  Map<Long, String> classes() {
    return classes;
  }

  /** Whether an object has a figure on some frame. */
  boolean isLabelled(long object) {
    return labelled.contains(object);
  }

  /** The figures of a frame that was wanted. */
  JsonNode figures(long frame) {
    return figures.getOrDefault(frame, Json.array());
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** How many frames the video has. */
  long frames() {
    return frames;
  }
}
