package dev.relabel.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The project that a run writes to: the images' own, or for {@link UploadMode#CREATE} a new one
 * with the same tree of datasets, which is made before the first write.
 *
 * @param source the images' project
 * @param sourceDatasets the images' datasets
 * @param project the project to write to; empty while it is yet to be made
 * @param copies by source dataset its copy; empty unless the project is new
 * @param holds what is written to
 * @param workspace the workspace of the project of {@link Holding#FILES}, else 0
 */
record PublishTarget(
    ProjectId source,
    List<DatasetId> sourceDatasets,
    Optional<ProjectId> project,
    Map<DatasetId, DatasetId> copies,
    Holding holds,
    long workspace) {
  private static final String FILE = "target.json";

  /** What labels are written to. */
  enum Holding {
    IMAGES,
    /** Frames of videos: labels belong to objects. */
    VIDEOS,
    /** Images that are yet to be uploaded, to a new project. */
    FILES
  }

  PublishTarget {
    sourceDatasets = List.copyOf(sourceDatasets);
    copies = Map.copyOf(copies);
  }

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

  /** Finds what the run writes to; makes nothing. */
  static PublishTarget choose(
      UploadMode mode, List<DatasetInfo> datasets, Holding holds, RunDirectory run) {
    ProjectId source = onlyProject(datasets);
    PublishTarget target =
        new PublishTarget(
            source,
            datasets.stream().map(DatasetInfo::id).toList(),
            mode == UploadMode.CREATE ? Optional.empty() : Optional.of(source),
            Map.of(),
            holds,
            0);
    target.write(run);
    return target;
  }

  /** A new project for files that are uploaded; makes nothing. */
  static PublishTarget ofFiles(long workspace, RunDirectory run) {
    PublishTarget target =
        new PublishTarget(
            new ProjectId(0), List.of(), Optional.empty(), Map.of(), Holding.FILES, workspace);
    target.write(run);
    return target;
  }

  /**
   * This target in the workspace that is asked for now.
   *
   * @throws RunException if the project has been made in another one
   */
  PublishTarget inWorkspace(long asked, RunDirectory run) {
    if (holds != Holding.FILES || workspace == asked) {
      return this;
    }
    if (project.isPresent()) {
      throw new RunException(
          "The run in %s writes to project %s in workspace %s, not %s. Name another --run-dir, or leave --workspace-id as it was."
              .formatted(run.address(), requiredProject(), workspace, asked),
          null);
    }
    return ofFiles(asked, run);
  }

  private PublishTarget madeForFiles(Platform platform, RunDirectory run) {
    String runId = run.spec().orElseThrow().runId();
    ProjectId made =
        platform
            .ensureProject(
                workspace,
                "Predictions of " + runId,
                "Made by Relabel from files, run %s.".formatted(runId))
            .id();
    PublishTarget target =
        new PublishTarget(source, sourceDatasets, Optional.of(made), copies, holds, workspace);
    target.write(run);
    return target;
  }

  /** This target once its project is there; making it twice makes it once. */
  PublishTarget made(Platform platform, RunDirectory run) {
    if (project.isPresent()) {
      return this;
    }
    if (holds == Holding.FILES) {
      return madeForFiles(platform, run);
    }
    RunSpec spec = run.spec().orElseThrow();
    ProjectInfo from = platform.project(source);
    // The run's ID in the name makes a repeated call find the project that an earlier one made.
    ProjectId made =
        platform
            .ensureCopyOf(
                from,
                "%s (predictions of %s)".formatted(from.name(), spec.runId()),
                "Made by Relabel from project %s (%s), run %s."
                    .formatted(from.id(), from.name(), spec.runId()))
            .id();
    Map<DatasetId, DatasetInfo> tree = new HashMap<>();
    platform.datasets(source).forEach(dataset -> tree.put(dataset.id(), dataset));
    Map<DatasetId, DatasetId> datasets = new HashMap<>();
    for (DatasetId dataset : sourceDatasets) {
      DatasetInfo found = tree.get(dataset);
      if (found != null) { // else its images are gone, too
        copy(found, tree, made, platform, datasets);
      }
    }
    PublishTarget target =
        new PublishTarget(source, sourceDatasets, Optional.of(made), datasets, holds, 0);
    target.write(run);
    return target;
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

  ProjectId requiredProject() {
    return project.orElseThrow(() -> new IllegalStateException("The target is not made yet"));
  }

  /** The target that an earlier invocation has found. */
  static Optional<PublishTarget> read(RunDirectory run) {
    return run.read(FILE)
        .map(
            node -> {
              List<DatasetId> sourceDatasets = new ArrayList<>();
              node.path("sourceDatasets")
                  .forEach(each -> sourceDatasets.add(new DatasetId(each.asText())));
              Map<DatasetId, DatasetId> copies = new HashMap<>();
              for (Map.Entry<String, JsonNode> each : node.path("datasets").properties()) {
                copies.put(new DatasetId(each.getKey()), new DatasetId(each.getValue().asText()));
              }
              return new PublishTarget(
                  new ProjectId(node.path("source").asText()),
                  sourceDatasets,
                  node.has("project")
                      ? Optional.of(new ProjectId(node.path("project").asText()))
                      : Optional.empty(),
                  copies,
                  Holding.valueOf(node.path("holds").asText(Holding.IMAGES.name())),
                  node.path("workspace").asLong());
            });
  }

  private void write(RunDirectory run) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("source", source.value());
    ArrayNode from = node.putArray("sourceDatasets");
    sourceDatasets.forEach(dataset -> from.add(dataset.value()));
    project.ifPresent(id -> node.put("project", id.value()));
    node.put("holds", holds.name());
    if (holds == Holding.FILES) {
      node.put("workspace", workspace);
    }
    ObjectNode datasets = node.putObject("datasets");
    copies.forEach((dataset, copy) -> datasets.put(dataset.toString(), copy.value()));
    run.write(FILE, node);
  }
}
