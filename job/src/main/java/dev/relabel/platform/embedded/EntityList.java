package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers list calls: filter, sort, then one page, by page number or by token (fact sheet, 1.6). A
 * token is the ID of the last entity sent, so that what is added meanwhile shifts nothing.
 *
 * @param columns the fields of an entity, among them {@code id}
 */
record EntityList<T>(Columns<T> columns) {
  private static final int DEFAULT_PER_PAGE = 500;

  /** Bounds the memory of an answer; clients go by the page size that is answered. */
  private static final int MAX_PER_PAGE = 1000;

  private record Sorted<T>(T item, JsonNode key) {}

  /** Which entities a call wants. */
  record Page(int number, int size, Optional<String> after, boolean byToken) {
    static Page of(ApiCall call) {
      int size = call.body().path("per_page").asInt(DEFAULT_PER_PAGE);
      int number = call.body().path("page").asInt(1);
      if (size < 1 || number < 1) {
        throw ApiException.badRequest("\"page\" and \"per_page\" have to be at least 1");
      }
      Optional<String> after =
          call.has("after") ? Optional.of(call.body().get("after").asText()) : Optional.empty();
      boolean byToken = call.body().path("pagination_mode").asText().equals("token");
      return new Page(number, Math.min(size, MAX_PER_PAGE), after, byToken || after.isPresent());
    }

    /** The frame of an answer, without its {@code entities}. */
    ObjectNode answer(long total) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("total", total)
          .put("perPage", size)
          .put("pagesCount", Math.max(1, (total + size - 1) / size));
    }
  }

  /**
   * The answer to a list call.
   *
   * @param items all candidates in the order of their IDs
   */
  Answer answer(ApiCall call, List<T> items) throws IOException {
    List<T> found = sorted(call, filtered(call, items));
    Page page = Page.of(call);
    int from = page.byToken() ? afterToken(call, found, page) : (page.number() - 1) * page.size();
    from = Math.max(0, Math.min(from, found.size()));
    int to = Math.min(found.size(), from + page.size());
    ObjectNode answer = page.answer(found.size());
    ArrayNode entities = answer.putArray("entities");
    Set<String> wanted = columns.wanted(call);
    for (T item : found.subList(from, to)) {
      try {
        entities.add(columns.entity(item, wanted));
      } catch (NoSuchFileException e) {
        // Removed from the disk meanwhile; the others are listed all the same.
      }
    }
    if (page.byToken()) {
      String token = to < found.size() ? columns.column("id").of(found.get(to - 1)).asText() : null;
      answer.put("after", token);
    }
    return Answer.json(answer);
  }

  private List<T> filtered(ApiCall call, List<T> items) throws IOException {
    List<T> remaining = items;
    for (Condition condition : Condition.of(call)) {
      Columns.Column<T> column = columns.column(condition.field());
      List<T> kept = new ArrayList<>();
      for (T item : remaining) {
        try {
          if (condition.holds(column.of(item))) {
            kept.add(item);
          }
        } catch (NoSuchFileException e) {
          // What is gone meets no condition.
        }
      }
      remaining = kept;
    }
    return remaining;
  }

  private List<T> sorted(ApiCall call, List<T> items) throws IOException {
    String field = call.text("sort", "id");
    boolean descending = isDescending(call);
    if (field.equals("id") && !descending) {
      return items;
    }
    Columns.Column<T> column = columns.column(field);
    List<Sorted<T>> keyed = new ArrayList<>(items.size());
    for (T item : items) {
      try {
        keyed.add(new Sorted<>(item, column.of(item)));
      } catch (NoSuchFileException e) {
        // What is gone has no place in an order.
      }
    }
    Comparator<Sorted<T>> order = (a, b) -> Condition.compare(a.key(), b.key());
    keyed.sort(descending ? order.reversed() : order);
    return keyed.stream().map(Sorted::item).toList();
  }

  private static boolean isDescending(ApiCall call) {
    return call.text("sort_order", "asc").equals("desc");
  }

  private int afterToken(ApiCall call, List<T> items, Page page) throws IOException {
    if (page.after().isEmpty()) {
      return 0;
    }
    long token;
    try {
      token = Long.parseLong(page.after().get());
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("The token \"%s\" is not ours".formatted(page.after().get()));
    }
    boolean byId = call.text("sort", "id").equals("id");
    Columns.Column<T> id = columns.column("id");
    for (int i = 0; i < items.size(); i++) {
      long there = id.of(items.get(i)).asLong();
      if (there == token) {
        return i + 1;
      }
      if (byId && (isDescending(call) ? there < token : there > token)) {
        return i;
      }
    }
    if (byId) {
      return items.size();
    }
    throw ApiException.badRequest("The list changed since the token was given; list again");
  }
}
