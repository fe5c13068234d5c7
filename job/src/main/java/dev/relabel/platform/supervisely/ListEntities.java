package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of a short list of anything, such as teams.
 *
 * @param method the API's method
 * @param asked what is asked for
 * @param page number of the page, from 1
 */
record ListEntities(String method, ObjectNode asked, int page) implements Endpoint<Page<JsonNode>> {
  private static final int PER_PAGE = 500; // the server's usual size

  /** Bounds what a server that never ends can make us hold. */
  private static final int MOST_PAGES = 20;

  /** All pages, or as many as a person could look through. */
  static List<JsonNode> all(Caller caller, String method, ObjectNode asked) {
    List<JsonNode> all = new ArrayList<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Page<JsonNode> next = caller.call(new ListEntities(method, asked, page));
      all.addAll(next.entities());
      if (next.entities().isEmpty() || page >= next.pagesCount()) {
        break;
      }
    }
    return all;
  }

  @Override
  public JsonNode body() {
    return asked
        .deepCopy()
        .put("sort", "id")
        .put("sort_order", "asc")
        .put("page", page)
        .put("per_page", PER_PAGE);
  }

  @Override
  public Page<JsonNode> read(JsonNode answer) {
    return Page.read(answer, each -> each);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }
}
