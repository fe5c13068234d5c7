package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The projects of a workspace. A dataset, an image or a video is addressed below its project there,
 * which is looked for where only its own ID is known: the newest project first, and each dataset's
 * once. Safe for use by several threads.
 */
final class GetiProjects {
  private static final Logger LOG = LoggerFactory.getLogger(GetiProjects.class);
  private static final int PAGE = 100;

  private final Caller caller;
  private final GetiConnection connection;
  // One entry per project or dataset that this process works on.
  private final Map<ProjectId, GetiProject> projects = new ConcurrentHashMap<>();
  private final Map<DatasetId, ProjectId> datasets = new ConcurrentHashMap<>();
  private volatile @Nullable String workspace;

  GetiProjects(Caller caller, GetiConnection connection) {
    this.caller = caller;
    this.connection = connection;
  }

  /** Where the workspace lies below {@code /api/v1}. */
  String workspace() {
    String known = workspace;
    if (known == null) {
      known = new GetiPlaces(caller, connection).workspace();
      workspace = known;
    }
    return known;
  }

  /** A project as it was when it was asked for first. */
  GetiProject project(ProjectId id) {
    GetiProject known = projects.get(id);
    return known != null ? known : fresh(id);
  }

  /** A project as it is now. */
  GetiProject fresh(ProjectId id) {
    String place = "%s/projects/%s".formatted(workspace(), GetiIds.checked(id.value()));
    GetiProject project =
        caller.call(
            new GetiQuery<>(
                "projects.get", place, "project " + id, answer -> GetiProject.read(place, answer)));
    projects.put(id, project);
    project.datasets().forEach(each -> datasets.put(each.id(), id));
    return project;
  }

  /**
   * The project of a dataset.
   *
   * @throws NotOnPlatformException if none of the workspace has it
   */
  GetiProject of(DatasetId dataset) {
    ProjectId known = datasets.get(dataset);
    if (known != null) {
      return project(known);
    }
    GetiIds.checked(dataset.value());
    for (ProjectId each : all()) {
      Optional<GetiProject> project = ifThere(each);
      if (project.isPresent() && project.get().dataset(dataset).isPresent()) {
        return project.get();
      }
    }
    throw new NotOnPlatformException(
        "%s has no dataset %s in this workspace. It was removed, the ID is wrong, or the token's user cannot see it."
            .formatted(connection.server(), dataset),
        null);
  }

  private Optional<GetiProject> ifThere(ProjectId id) {
    try {
      return Optional.of(fresh(id));
    } catch (NotOnPlatformException e) {
      return Optional.empty(); // removed meanwhile
    }
  }

  /** Where something is that has an ID of its own below a dataset. */
  @FunctionalInterface
  interface Finder<T> {
    /**
     * What has that ID in a dataset.
     *
     * @param place the dataset's place
     * @throws NotOnPlatformException if it is not there
     */
    T find(GetiProject project, DatasetId dataset, String place);
  }

  /**
   * Looks through all datasets, those known already first.
   *
   * @throws NotOnPlatformException if it is in none
   */
  <T> T anywhere(String what, Finder<T> finder) {
    List<ProjectId> order = new ArrayList<>(projects.keySet());
    all().stream().filter(each -> !order.contains(each)).forEach(order::add);
    for (ProjectId id : order) {
      Optional<GetiProject> project =
          projects.containsKey(id) ? Optional.of(project(id)) : ifThere(id);
      if (project.isEmpty()) {
        continue;
      }
      for (var dataset : project.get().datasets()) {
        try {
          return finder.find(project.get(), dataset.id(), project.get().placeOf(dataset.id()));
        } catch (NotOnPlatformException | RefusedException e) {
          LOG.debug("No {} in dataset {}", what, dataset.id());
        }
      }
    }
    throw new NotOnPlatformException(
        "%s has no %s in this workspace. It was removed, the ID is wrong, or the token's user cannot see it."
            .formatted(connection.server(), what),
        null);
  }

  /** The project of that name, if there is one; of several the newest. */
  Optional<ProjectId> named(String name) {
    return list().stream().filter(each -> each.name().equals(name)).map(Listed::id).findFirst();
  }

  private List<ProjectId> all() {
    return list().stream().map(Listed::id).toList();
  }

  private record Listed(ProjectId id, String name) {}

  private List<Listed> list() {
    List<Listed> all = new ArrayList<>();
    while (true) {
      String resource = "%s/projects?limit=%s&skip=%s".formatted(workspace(), PAGE, all.size());
      List<Listed> page =
          caller.call(new GetiQuery<>("projects.list", resource, "projects", GetiProjects::listed));
      boolean isNew = !all.containsAll(page);
      all.addAll(page);
      if (page.size() < PAGE || !isNew) {
        return all;
      }
    }
  }

  private static List<Listed> listed(JsonNode answer) {
    List<Listed> listed = new ArrayList<>();
    for (JsonNode each : Json.array(answer, "projects")) {
      listed.add(new Listed(new ProjectId(Json.text(each, "id")), Json.text(each, "name", "")));
    }
    return listed;
  }
}
