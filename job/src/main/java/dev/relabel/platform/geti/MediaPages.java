package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The images or videos of a dataset in the order in which they were uploaded, page by page. Others
 * may add and remove some meanwhile: what is there from beginning to end comes exactly once.
 * Confined to one thread.
 *
 * <p>The server counts what to skip, so that a removal shifts all that follows. Each page begins
 * with the last one's end; where it does not, it is asked for again from further back.
 */
final class MediaPages<T> implements Iterator<T> {
  private final Caller caller;
  private final String dataset;
  private final String type;
  private final int size;
  private final Function<JsonNode, T> reader;
  private final Queue<T> ready = new ArrayDeque<>();
  private long skip;
  private @Nullable Key last;
  private boolean isOver;

  /** What the server sorts by. */
  private record Key(String time, String id) implements Comparable<Key> {
    static Key of(JsonNode medium) {
      return new Key(Json.text(medium, "upload_time", ""), Json.text(medium, "id"));
    }

    @Override
    public int compareTo(Key other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : id.compareTo(other.id);
    }
  }

  /**
   * Pages.
   *
   * @param dataset the dataset's place below {@code /api/v1}
   * @param type {@code image} or {@code video}
   * @param size of a page, 2 to 1000
   */
  MediaPages(Caller caller, String dataset, String type, int size, Function<JsonNode, T> reader) {
    this.caller = caller;
    this.dataset = dataset;
    this.type = type;
    this.size = size;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !isOver) {
      load();
    }
    return !ready.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("No more media");
    }
    return ready.remove();
  }

  private void load() {
    ArrayNode page = page();
    Key end = last;
    boolean isGap =
        end != null && skip > 0 && (page.isEmpty() || Key.of(page.get(0)).compareTo(end) > 0);
    if (isGap) {
      skip = Math.max(0, skip - size + 1); // something before has been removed
      return;
    }
    Key previous = null;
    for (JsonNode each : page) {
      Key key = Key.of(each);
      if (previous != null && key.compareTo(previous) <= 0) {
        throw new PlatformException(
            "%s lists media out of the order in which they were uploaded: %s after %s"
                .formatted(dataset, key, previous),
            null);
      }
      previous = key;
      if (end == null || key.compareTo(end) > 0) {
        last = key;
        ready.add(reader.apply(each));
      }
    }
    if (page.size() == size && ready.isEmpty() && skip > 0) {
      throw new PlatformException(
          "%s lists the same media again and again, up to %s".formatted(dataset, last), null);
    }
    isOver = page.size() < size;
    skip += Math.max(0, page.size() - 1);
  }

  private ArrayNode page() {
    String resource =
        "%s/media:query?limit=%s&skip=%s&sort_by=media_upload_date&sort_direction=asc"
            .formatted(dataset, size, skip);
    var query = Json.object().put("condition", "and");
    query
        .putArray("rules")
        .addObject()
        .put("field", "media_type")
        .put("operator", "equal")
        .put("value", type);
    return caller.call(
        GetiCommand.query(
            "media.query", resource, query, "media", answer -> Json.array(answer, "media")));
  }
}
