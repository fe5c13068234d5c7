package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A training run as {@code experiment_info.json} describes it. Its own paths are relative to the
 * run's folder.
 *
 * @param folder the run's folder in Team Files, without a slash at its end
 * @param json the whole description, for a serving app
 * @param files paths of all files in the folder
 */
public record Experiment(String folder, ObjectNode json, List<String> files) {
  /** The description's name in the run's folder. */
  public static final String FILE = "experiment_info.json";

  private static final String CHECKPOINTS = "/checkpoints/";
  private static final String EXPORT = "/export/";

  public Experiment {
    files = List.copyOf(files);
  }

  /**
   * The folder of the training run that a path lies in: what stands before {@code /checkpoints/} or
   * {@code /export/}, else the path itself.
   */
  public static String folderOf(String path) {
    String whole = path.replaceAll("/+$", "");
    for (String part : List.of(CHECKPOINTS, EXPORT)) {
      int at = whole.lastIndexOf(part);
      if (at >= 0) {
        return whole.substring(0, at);
      }
    }
    return whole;
  }

  /** What trained it, such as {@code RT-DETRv2}. */
  public String framework() {
    return Json.text(json, "framework_name", "");
  }

  /** The path of its ONNX export, if it has one that is there. */
  public Optional<String> onnx() {
    String named = Json.text(json.path("export"), "ONNXRuntime", "");
    return inFolder(named).filter(files::contains);
  }

  /** The paths of its checkpoints that are there. */
  public List<String> checkpoints() {
    List<String> checkpoints = new ArrayList<>();
    for (JsonNode each : json.path("checkpoints")) {
      inFolder(each.asText("")).filter(files::contains).ifPresent(checkpoints::add);
    }
    return checkpoints;
  }

  /**
   * The checkpoint that a path names: that file, or for the run's folder the best one.
   *
   * @throws PlatformRejectedException if there is no such checkpoint
   */
  public String checkpoint(String path) {
    List<String> candidates = new ArrayList<>(checkpoints());
    onnx().ifPresent(candidates::add);
    String best = folder + CHECKPOINTS + Json.text(json, "best_checkpoint", "");
    String wanted = path.replaceAll("/+$", "").equals(folder) ? best : path;
    if (candidates.contains(wanted)) {
      return wanted;
    }
    throw new PlatformRejectedException(
        "The training run %s has no checkpoint %s. It has: %s."
            .formatted(folder, wanted, String.join(", ", candidates)),
        null);
  }

  /** A path of the description in Team Files; empty for one that leads out of the run's folder. */
  Optional<String> inFolder(String relative) {
    boolean leadsOut =
        relative.isBlank()
            || relative.startsWith("/")
            || List.of(relative.split("/", -1)).contains("..");
    return leadsOut ? Optional.empty() : Optional.of(folder + "/" + relative);
  }

  /**
   * Class names from {@code export/classes.json}: an object from index to name, in the order of the
   * indices.
   *
   * @throws dev.relabel.platform.format.UnreadableJsonException if it is something else
   */
  public static List<String> classes(JsonNode classesJson) {
    SortedMap<Integer, String> names = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each :
        Json.asObject(classesJson, "classes.json").properties()) {
      if (!each.getKey().matches("\\d{1,6}") || !each.getValue().isTextual()) {
        throw new UnreadableJsonException(
            "classes.json maps numbers to names, not %s to %s"
                .formatted(each.getKey(), each.getValue()));
      }
      names.put(Integer.parseInt(each.getKey()), each.getValue().textValue());
    }
    return List.copyOf(names.values());
  }

  /** Class names from {@code model_meta.json}, in its order, which serving apps go by. */
  public static List<String> classesOfMeta(JsonNode meta) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : Json.array(meta, "classes")) {
      names.add(Json.text(each, "title"));
    }
    return names;
  }
}
