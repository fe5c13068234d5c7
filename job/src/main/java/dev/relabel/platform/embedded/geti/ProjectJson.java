package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Projects and datasets as answers have them (fact sheet of Geti, 4 and 5). */
final class ProjectJson {
  private ProjectJson() {}

  /** A project with its datasets, tasks and labels. */
  static ObjectNode of(GetiProject project) throws IOException {
    LocalProject local = project.local();
    ObjectNode json =
        Json.object()
            .put("id", project.id())
            .put("name", local.name())
            .put("creation_time", time(local.directory()))
            .put("creator_id", GetiId.USER);
    json.set("datasets", datasets(local));
    ObjectNode pipeline = json.putObject("pipeline");
    ArrayNode connections = pipeline.putArray("connections");
    ArrayNode tasks = pipeline.putArray("tasks");
    String before = GetiId.ofTask(Kind.TASK, local.id(), 0);
    tasks.addObject().put("id", before).put("title", "Dataset").put("task_type", "dataset");
    for (GetiTask each : project.tasks()) {
      if (tasks.size() > 1) {
        String crop = GetiId.ofTask(Kind.TASK, local.id(), project.tasks().size() + 1);
        tasks.addObject().put("id", crop).put("title", "Crop").put("task_type", "crop");
        connections.addObject().put("from", before).put("to", crop);
        before = crop;
      }
      tasks.add(each.json());
      connections.addObject().put("from", before).put("to", each.id());
      before = each.id();
    }
    ObjectNode performance = json.putObject("performance");
    performance.putNull("score").putArray("task_performances");
    json.putObject("storage_info");
    return json;
  }

  private static String time(Path path) throws IOException {
    return GetiTime.of(Instant.ofEpochMilli(Files.getLastModifiedTime(path).toMillis()));
  }

  /** The datasets of a project, the one for training first. */
  static ArrayNode datasets(LocalProject project) throws IOException {
    ArrayNode list = Json.array();
    for (LocalDataset each : project.datasets()) {
      list.add(of(each));
    }
    return list;
  }

  /** Datasets have no parents in Geti; the first one is for training. */
  static ObjectNode of(LocalDataset dataset) throws IOException {
    return Json.object()
        .put("id", GetiId.of(Kind.DATASET, dataset.id()))
        .put("name", path(dataset))
        .put("use_for_training", dataset.project().datasets().get(0).equals(dataset))
        .put("creation_time", time(dataset.directory()));
  }

  private static String path(LocalDataset dataset) {
    return dataset.parent().map(each -> path(each) + "/").orElse("") + dataset.name();
  }
}
