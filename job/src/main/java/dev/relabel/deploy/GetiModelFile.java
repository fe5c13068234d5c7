package dev.relabel.deploy;

import dev.relabel.model.ModelSettings;
import dev.relabel.model.head.ModelMetadata;
import dev.relabel.model.onnx.FetchedModel;
import dev.relabel.model.onnx.Models;
import dev.relabel.platform.geti.GetiConnection;
import dev.relabel.platform.geti.GetiModelAddress;
import dev.relabel.platform.geti.GetiModels;
import dev.relabel.platform.geti.TrainedLabels;
import dev.relabel.platform.geti.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of a Geti server on this machine's disk.
 *
 * @param path the ONNX file
 * @param labels what it finds, as the server calls it
 */
record GetiModelFile(Path path, TrainedLabels labels) {
  /** How such models are named on the command line. */
  static final String SCHEME = "geti:";

  /**
   * Brings the ONNX file here.
   *
   * @param reference {@code geti:PROJECT_ID/MODEL_ID} or {@code geti:PROJECT_ID/active}
   * @param home the user's home
   */
  static GetiModelFile fetch(String reference, GetiConnection connection, Path home)
      throws IOException {
    GetiModelAddress address = address(reference.substring(SCHEME.length()));
    try (GetiModels models = GetiModels.on(connection)) {
      TrainedModel model = models.find(address);
      String name = model.name() + ".onnx";
      return new GetiModelFile(
          FetchedModel.fetch(new GetiFolder(models, model, name), name, home), model.labels());
    }
  }

  private static GetiModelAddress address(String text) {
    try {
      return GetiModelAddress.of(text);
    } catch (IllegalArgumentException e) {
      throw new DeployException("--model geti: " + e.getMessage());
    }
  }

  /** The names that the server has for what the file calls otherwise, or does not name at all. */
  ModelSettings names() {
    ModelMetadata file = Models.metadata(path);
    ModelSettings own = file.settings();
    if (own.labels().isPresent()) {
      return names(own, List.copyOf(own.labels().get().values()), file.labelIds());
    }
    if (!own.keypoints().isEmpty()) { // then the labels are those of the points
      return ModelSettings.of(
          Map.of("keypoints", labels.namesOf(own.keypoints(), file.labelIds())));
    }
    return labels.names().isEmpty()
        ? ModelSettings.NONE
        : ModelSettings.of(Map.of("labels", labels.names()));
  }

  private ModelSettings names(ModelSettings own, List<String> inFile, List<String> ids) {
    int first = inFile.get(0).equals(ModelMetadata.PLACEHOLDER) ? 1 : 0;
    List<String> names = new ArrayList<>(inFile.subList(0, first));
    names.addAll(
        labels.namesOf(
            inFile.subList(first, inFile.size()),
            ids.isEmpty() ? ids : ids.subList(first, ids.size())));
    Map<String, String> byOwn = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byOwn.put(inFile.get(i), names.get(i));
    }
    Map<String, Object> settings = new HashMap<>();
    settings.put("labels", names);
    if (!own.groups().isEmpty()) {
      settings.put("groups", own.groups().stream().map(group -> named(group, byOwn)).toList());
    }
    if (!own.parents().isEmpty()) {
      Map<String, String> parents = new HashMap<>();
      own.parents()
          .forEach(
              (child, parent) ->
                  parents.put(
                      byOwn.getOrDefault(child, child), byOwn.getOrDefault(parent, parent)));
      settings.put("parents", parents);
    }
    return ModelSettings.of(settings);
  }

  private static List<String> named(List<String> group, Map<String, String> byOwn) {
    return group.stream().map(name -> byOwn.getOrDefault(name, name)).toList();
  }
}
