package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The labels that a model has learnt, as its server tells them: without the one that says that
 * there is nothing.
 *
 * @param labels in the server's order
 */
public record TrainedLabels(List<TrainedLabel> labels) {
  public TrainedLabels {
    labels = List.copyOf(labels);
  }

  /** A label of a model. */
  public record TrainedLabel(String id, String name) {}

  /**
   * Reads the labels of a model's details.
   *
   * @param json an array of labels; missing for none
   */
  static TrainedLabels read(JsonNode json) {
    List<TrainedLabel> labels = new ArrayList<>();
    for (JsonNode each : json) {
      if (!each.path("is_empty").asBoolean(false)) {
        labels.add(new TrainedLabel(Json.text(each, "id"), Json.text(each, "name")));
      }
    }
    return new TrainedLabels(labels);
  }

  /** The names of all. */
  public List<String> names() {
    return labels.stream().map(TrainedLabel::name).toList();
  }

  /**
   * The names of the labels that a model file means, which has underscores instead of the blanks. A
   * label is known by its ID; else by its place, if it is called so there; else by its name, if
   * only one is called so. What is not known keeps the name that the file has.
   *
   * @param inFile names in the file
   * @param ids their IDs in the same order; empty if the file has none
   */
  public List<String> namesOf(List<String> inFile, List<String> ids) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inFile.size(); i++) {
      int place = i;
      String name = inFile.get(i);
      Optional<TrainedLabel> label =
          ids.size() == inFile.size() ? withId(ids.get(i)) : Optional.empty();
      names.add(
          label
              .or(() -> labels.size() == inFile.size() ? at(place, name) : Optional.empty())
              .or(() -> only(name))
              .map(TrainedLabel::name)
              .orElse(name));
    }
    return names;
  }

  private Optional<TrainedLabel> withId(String id) {
    return labels.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private Optional<TrainedLabel> at(int place, String name) {
    return Optional.of(labels.get(place)).filter(each -> plain(each.name()).equals(plain(name)));
  }

  private Optional<TrainedLabel> only(String name) {
    List<TrainedLabel> called =
        labels.stream().filter(each -> plain(each.name()).equals(plain(name))).toList();
    return called.size() == 1
        ? Optional.of(called.get(0))
        : called.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static String plain(String name) {
    return name.replace(' ', '_');
  }
}
