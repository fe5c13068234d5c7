package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.Json;
import java.util.Optional;

/**
 * A label of a project.
 *
 * @param color {@code #rrggbb}
 * @param group what it excludes: an annotation has one label of a group at most
 * @param parentId the label that an annotation has too when it has this one
 * @param isEmpty whether it says that there is nothing
 */
record GetiLabel(
    String id,
    String name,
    String color,
    String group,
    Optional<String> parentId,
    boolean isEmpty) {
  private static final String ANOMALOUS = "Anomalous";

  ObjectNode json() {
    return Json.object()
        .put("id", id)
        .put("name", name)
        .put("color", color + "ff")
        .put("hotkey", "")
        .put("group", group)
        .put("parent_id", parentId.orElse(null))
        .put("is_empty", isEmpty)
        .put("is_anomalous", name.equals(ANOMALOUS))
        .put("is_background", false);
  }
}
