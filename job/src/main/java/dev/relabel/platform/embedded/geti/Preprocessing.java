package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.geti.GetiSettings.Uploads;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalEntity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens to a medium between its upload and its use. It goes on by one step whenever it is
 * looked at, so that clients have to wait and tests need not. Thread-safe.
 */
final class Preprocessing {
  private static final String FINISHED = "FINISHED";

  private final Uploads uploads;

  /** How often each was looked at; those that are finished are left out. */
  private final Map<Long, Integer> looks = new ConcurrentHashMap<>();

  Preprocessing(Uploads uploads) {
    this.uploads = uploads;
  }

  /** The status of the answer to an upload. */
  int uploaded(LocalEntity medium) {
    if (uploads == Uploads.AT_ONCE) {
      return 200;
    }
    looks.put(medium.id(), 0);
    return 202;
  }

  /** A look at a medium. */
  ObjectNode look(LocalEntity medium) {
    Integer before = looks.computeIfPresent(medium.id(), (id, count) -> count + 1);
    if (before == null) {
      return Json.object().put("status", FINISHED);
    }
    if (before > 2) {
      looks.remove(medium.id());
      return Json.object().put("status", FINISHED);
    }
    return Json.object().put("status", before == 1 ? "SCHEDULED" : "IN_PROGRESS");
  }

  /**
   * Refuses what needs a medium that is ready.
   *
   * @throws GetiException if it is not
   */
  void requireFinished(LocalEntity medium) {
    if (looks.containsKey(medium.id())) {
      throw GetiException.of(
          412, "media_is_not_preprocessed", "The media is still being preprocessed.");
    }
  }
}
