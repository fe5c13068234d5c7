package dev.relabel.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.run.RunDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The datasets that stand for the folders of files which are uploaded. Those of a wave are made
 * before its first write and kept in the run directory as {@code folders/wave-N.json}; a wave
 * without that file has nothing on the platform.
 */
record FileFolders(RunDirectory run) {
  private static final Logger LOG = LoggerFactory.getLogger(FileFolders.class);

  /**
   * A dataset for each of a wave's folders, made if missing. A folder whose name the platform
   * refuses has none.
   *
   * @param folders the folders' paths by the numbers that stand for them
   */
  Map<DatasetId, DatasetId> ensure(
      int wave, Platform platform, ProjectId project, Map<DatasetId, String> folders) {
    Map<DatasetId, DatasetId> datasets = of(wave);
    if (datasets.keySet().containsAll(folders.keySet())) {
      return datasets;
    }
    Map<List<String>, Optional<DatasetId>> made = new HashMap<>();
    folders.forEach(
        (number, folder) ->
            dataset(platform, project, names(folder), made)
                .ifPresent(dataset -> datasets.put(number, dataset)));
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    datasets.forEach((number, dataset) -> node.put(number.toString(), dataset.value()));
    run.write(file(wave), node);
    return datasets;
  }

  /** The datasets of a wave's folders; none if they are not made. */
  Map<DatasetId, DatasetId> of(int wave) {
    Map<DatasetId, DatasetId> datasets = new HashMap<>();
    run.read(file(wave))
        .ifPresent(
            node -> {
              for (Map.Entry<String, JsonNode> each : node.properties()) {
                datasets.put(new DatasetId(each.getKey()), new DatasetId(each.getValue().asText()));
              }
            });
    return datasets;
  }

  private static String file(int wave) {
    return String.format(Locale.ROOT, "folders/wave-%05d.json", wave);
  }

  private static Optional<DatasetId> dataset(
      Platform platform,
      ProjectId project,
      List<String> names,
      Map<List<String>, Optional<DatasetId>> made) {
    Optional<DatasetId> known = made.get(names);
    if (known != null) {
      return known;
    }
    List<String> above = names.subList(0, names.size() - 1);
    Optional<DatasetId> parent =
        above.isEmpty() ? Optional.empty() : dataset(platform, project, above, made);
    Optional<DatasetId> dataset = Optional.empty();
    if (above.isEmpty() || parent.isPresent()) {
      try {
        String name = names.get(names.size() - 1);
        dataset = Optional.of(platform.ensureDataset(project, parent, name).id());
      } catch (RefusedContentException e) {
        // Its files are told as failed, and tried again by the next invocation.
        LOG.warn("No dataset for the folder {}: {}", names, e.getMessage());
      }
    }
    made.put(names, dataset);
    return dataset;
  }

  /** The datasets' names for a folder, outermost first. */
  private static List<String> names(String folder) {
    List<String> names = new ArrayList<>();
    for (String part : folder.split("/", -1)) {
      if (!part.isBlank() && !part.equals(".") && !part.equals("..")) {
        names.add(part);
      }
    }
    return names.isEmpty() ? List.of("images") : names;
  }
}
