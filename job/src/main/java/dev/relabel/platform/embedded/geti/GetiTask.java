package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.TaskType;
import java.util.List;
import java.util.Optional;

/**
 * A task of a project that can be trained.
 *
 * @param schemaId the ID of its label schema
 */
record GetiTask(String id, String schemaId, String title, TaskType type, List<GetiLabel> labels) {
  Optional<GetiLabel> emptyLabel() {
    return labels.stream().filter(GetiLabel::isEmpty).findFirst();
  }

  boolean has(String labelId) {
    return labels.stream().anyMatch(each -> each.id().equals(labelId));
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("title", title)
            .put("task_type", type.wireName())
            .put("label_schema_id", schemaId);
    ArrayNode list = json.putArray("labels");
    labels.forEach(each -> list.add(each.json()));
    if (type == TaskType.KEYPOINT_DETECTION) {
      putStructure(json.putObject("keypoint_structure"));
    }
    return json;
  }

  /** Where the points are drawn is anybody's choice: on a diagonal. */
  private void putStructure(ObjectNode structure) {
    structure.putArray("edges");
    ArrayNode positions = structure.putArray("positions");
    for (int i = 0; i < labels.size(); i++) {
      double at = (i + 1.0) / (labels.size() + 1);
      positions.addObject().put("label", labels.get(i).id()).put("x", at).put("y", at);
    }
  }
}
