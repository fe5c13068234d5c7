package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalProject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code datasets.*}: datasets, which nest. */
final class DatasetMethods {
  private final Lookup lookup;
  private final Columns<LocalDataset> columns = new Columns<>();

  DatasetMethods(Lookup lookup) {
    this.lookup = lookup;
    columns
        .number("id", LocalDataset::id)
        .text("name", LocalDataset::name)
        .text("description", dataset -> dataset.notes().path("description").asText())
        .text("size", dataset -> "0")
        .number("projectId", dataset -> dataset.project().id())
        .add(
            "imagesCount",
            dataset ->
                dataset.project().holdsVideos()
                    ? NullNode.instance
                    : JsonNodeFactory.instance.numberNode(dataset.imageCount()))
        .number("itemsCount", LocalDataset::itemCount)
        .time("createdAt", DatasetMethods::modified)
        .time("updatedAt", DatasetMethods::modified)
        .nothing("referenceImageUrl")
        .number("teamId", dataset -> AccountMethods.TEAM)
        .number("workspaceId", dataset -> AccountMethods.WORKSPACE)
        .add(
            "parentId",
            dataset ->
                dataset.parent().isPresent()
                    ? JsonNodeFactory.instance.numberNode(dataset.parent().get().id())
                    : NullNode.instance)
        .number("createdBy", dataset -> AccountMethods.USER);
  }

  void addTo(ApiMethods methods) {
    methods.read("datasets.list", this::list);
    methods.read("datasets.info", call -> info(lookup.dataset(call.id("id"))));
    methods.change("datasets.add", this::add);
  }

  private Answer list(ApiCall call) throws IOException {
    LocalProject project = lookup.project(call.id("projectId"));
    boolean all = call.isSet("recursive");
    List<LocalDataset> datasets =
        project.datasets().stream()
            .filter(each -> all || each.parent().isEmpty())
            .sorted(Comparator.comparingLong(LocalDataset::id))
            .toList();
    return new EntityList<>(withCustomData(call)).answer(call, datasets);
  }

  /** Clients use entities as keys, which an object in them would break unless they asked for it. */
  private Columns<LocalDataset> withCustomData(ApiCall call) {
    boolean asked = false;
    for (JsonNode each : call.body().path("extraFields")) {
      asked |= each.asText().equals("customData");
    }
    if (!asked) {
      return columns;
    }
    return columns
        .copy()
        .add(
            "customData",
            dataset ->
                dataset.notes().path("customData").isObject()
                    ? dataset.notes().path("customData")
                    : JsonNodeFactory.instance.objectNode());
  }

  private Answer info(LocalDataset dataset) throws IOException {
    return Answer.json(columns.entity(dataset));
  }

  private Answer add(ApiCall call) throws IOException {
    LocalProject project = lookup.project(call.id("projectId"));
    Optional<LocalDataset> parent = call.optionalId("parentId").map(lookup::dataset);
    if (parent.isPresent() && parent.get().project() != project) {
      throw ApiException.badRequest(
          "Dataset %s is not in project %s".formatted(parent.get().id(), project.id()));
    }
    LocalDataset dataset = project.addDataset(parent, call.text("name"));
    ObjectNode notes = JsonNodeFactory.instance.objectNode();
    for (String key : List.of("description", "customData")) {
      if (call.has(key) && !(key.equals("description") && call.text(key).isEmpty())) {
        notes.set(key, call.body().get(key));
      }
    }
    if (!notes.isEmpty()) {
      dataset.putNotes(notes);
    }
    return info(dataset);
  }

  private static long modified(LocalDataset dataset) throws IOException {
    return Files.getLastModifiedTime(dataset.directory()).toMillis();
  }
}
