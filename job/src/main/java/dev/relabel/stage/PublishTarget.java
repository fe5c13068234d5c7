package dev.relabel.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.RunSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The project that a run writes to: the images' own, or for {@link UploadMode#CREATE} a new one
 * with the same tree of datasets.
 *
 * @param project the project
 * @param copies by source dataset its copy; empty unless the project is new
 */
record PublishTarget(ProjectId project, Map<DatasetId, DatasetId> copies) {
  private static final String FILE = "target.json";

  /**
   * The one project that these datasets belong to.
   *
   * @throws RunException if there are several
   */
  static ProjectId onlyProject(List<DatasetInfo> datasets) {
    Set<ProjectId> projects = new HashSet<>();
    datasets.forEach(dataset -> projects.add(dataset.project()));
    if (projects.size() != 1) {
      throw new RunException(
          ("--upload writes to one project per run, but the input lies in %s projects %s."
                  + " Run once for each project.")
              .formatted(projects.size(), projects),
          null);
    }
    return projects.iterator().next();
  }

  /** Finds or makes what the run writes to; making it twice makes it once. */
  static PublishTarget prepare(
      UploadMode mode,
      List<DatasetInfo> datasets,
      Platform platform,
      RunDirectory run,
      RunSpec spec) {
    ProjectId source = onlyProject(datasets);
    PublishTarget target =
        mode == UploadMode.CREATE
            ? create(source, datasets, platform, spec)
            : new PublishTarget(source, Map.of());
    target.write(run);
    return target;
  }

  private static PublishTarget create(
      ProjectId source, List<DatasetInfo> datasets, Platform platform, RunSpec spec) {
    ProjectInfo from = platform.project(source);
    // The run's ID in the name makes a repeated call find the project that an earlier one made.
    ProjectInfo project =
        platform.ensureProject(
            from.workspaceId(),
            "%s (predictions of %s)".formatted(from.name(), spec.runId()),
            "Made by Relabel from project %s (%s), run %s."
                .formatted(from.id(), from.name(), spec.runId()));
    Map<DatasetId, DatasetInfo> tree = new HashMap<>();
    platform.datasets(source).forEach(dataset -> tree.put(dataset.id(), dataset));
    Map<DatasetId, DatasetId> copies = new HashMap<>();
    for (DatasetInfo dataset : datasets) {
      copy(dataset, tree, project.id(), platform, copies);
    }
    return new PublishTarget(project.id(), copies);
  }

  private static DatasetId copy(
      DatasetInfo dataset,
      Map<DatasetId, DatasetInfo> tree,
      ProjectId project,
      Platform platform,
      Map<DatasetId, DatasetId> copies) {
    DatasetId known = copies.get(dataset.id());
    if (known != null) {
      return known;
    }
    Optional<DatasetId> parent =
        dataset.parent().map(tree::get).map(above -> copy(above, tree, project, platform, copies));
    DatasetId made = platform.ensureDataset(project, parent, dataset.name()).id();
    copies.put(dataset.id(), made);
    return made;
  }

  /** The target that an earlier invocation has found or made. */
  static Optional<PublishTarget> read(RunDirectory run) {
    return run.read(FILE)
        .map(
            node -> {
              Map<DatasetId, DatasetId> copies = new HashMap<>();
              for (Map.Entry<String, JsonNode> each : node.path("datasets").properties()) {
                copies.put(
                    new DatasetId(Long.parseLong(each.getKey())),
                    new DatasetId(each.getValue().asLong()));
              }
              return new PublishTarget(new ProjectId(node.path("project").asLong()), copies);
            });
  }

  private void write(RunDirectory run) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("project", project.value());
    ObjectNode datasets = node.putObject("datasets");
    copies.forEach((source, copy) -> datasets.put(source.toString(), copy.value()));
    run.write(FILE, node);
  }
}
