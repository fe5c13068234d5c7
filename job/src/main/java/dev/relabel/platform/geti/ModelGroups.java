package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The models of a project, of all its tasks and architectures.
 *
 * @param project what the project is called in messages
 */
record ModelGroups(String project, List<GroupedModel> models) {
  /** More would bury the message. */
  private static final int MOST_LISTED = 20;

  ModelGroups {
    models = List.copyOf(models);
  }

  /**
   * A model.
   *
   * @param group the ID of its group
   * @param isActive whether its task uses it
   */
  record GroupedModel(String group, String id, String name, long version, boolean isActive) {
    @Override
    public String toString() {
      return "%s (%s version %s%s)".formatted(id, name, version, isActive ? ", active" : "");
    }
  }

  static ModelGroups read(String project, JsonNode answer) {
    List<GroupedModel> models = new ArrayList<>();
    for (JsonNode group : Json.array(answer, "model_groups")) {
      for (JsonNode each : group.path("models")) {
        models.add(
            new GroupedModel(
                GetiIds.require(Json.text(group, "id")),
                GetiIds.require(Json.text(each, "id")),
                Json.text(each, "name", Json.text(group, "name", "")),
                Json.integer(each, "version", 1),
                each.path("active_model").asBoolean(false)));
      }
    }
    return new ModelGroups(project, models);
  }

  /**
   * The model that is meant.
   *
   * @throws PlatformRejectedException if there is none, or more than one, saying which there are
   */
  GroupedModel find(GetiModelAddress address) {
    if (models.isEmpty()) {
      throw new NotOnPlatformException(
          "%s has no trained model. Train one on the server.".formatted(project), null);
    }
    List<GroupedModel> found =
        models.stream()
            .filter(
                each -> address.isActive() ? each.isActive() : each.id().equals(address.model()))
            .toList();
    if (found.isEmpty()) {
      throw new NotOnPlatformException(
          "%s has no %s. Its models: %s"
              .formatted(
                  project,
                  address.isActive() ? "active model" : "model " + address.model(),
                  list(models)),
          null);
    }
    if (found.size() > 1) {
      throw new PlatformRejectedException(
          "%s has several active models, as it has several tasks. Name one by its ID: %s"
              .formatted(project, list(found)),
          null);
    }
    return found.get(0);
  }

  private static String list(List<GroupedModel> models) {
    String list =
        models.stream()
            .limit(MOST_LISTED)
            .map(GroupedModel::toString)
            .collect(Collectors.joining(", "));
    return models.size() <= MOST_LISTED
        ? list
        : "%s and %s more".formatted(list, models.size() - MOST_LISTED);
  }
}
