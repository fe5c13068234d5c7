package dev.relabel.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.Nearest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings for a model that runs on a server: some are applied to the labels that come back,
 * all others are the server's own and are sent with each call.
 *
 * @param ours confidence, class_confidence, classes, rename, as, simplify
 * @param servers the server's, by name
 */
public record ServedSettings(ModelSettings ours, TreeMap<String, Object> servers)
    implements Serializable {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Set<String> APPLIED_HERE =
      Set.of("confidence", "class_confidence", "classes", "rename", "as", "simplify");

  /** Names under which apps know the lowest score of a label. */
  private static final List<String> CONFIDENCES =
      List.of("conf", "confidence", "confidence_threshold", "confidence_thresh");

  /** What every app reads, whether or not it lists it. */
  private static final List<String> OF_EVERY_APP =
      List.of(
          "conf", "inference_mode", "sliding_window_mode", "sliding_window_params", "rectangle");

  /**
   * Settings as a person wrote them.
   *
   * @param all values by name, as in JSON
   * @throws ModelException if one of ours has a wrong value
   */
  public static ServedSettings of(Map<String, ?> all) {
    Map<String, Object> ours = new LinkedHashMap<>();
    TreeMap<String, Object> servers = new TreeMap<>();
    all.forEach(
        (name, value) -> {
          String key = CONFIDENCES.contains(name) ? "confidence" : name;
          if (!APPLIED_HERE.contains(key)) {
            servers.put(name, value);
          } else if (ours.put(key, value) != null) {
            throw new ModelException(
                "Settings: '%s' is given twice, as %s too".formatted(name, key));
          }
        });
    return new ServedSettings(ModelSettings.of(ours), servers);
  }

  /**
   * Settings for one server.
   *
   * @param sent what goes with each call, as JSON
   * @param confidence lowest score of a label of a class that has none of its own
   */
  record InForce(String sent, double confidence) {}

  /**
   * These settings for a server.
   *
   * @param known the server's settings and their values, as JSON
   * @throws ModelException naming the settings that the server does not have
   */
  InForce inForce(String known) {
    Map<?, ?> values = read(known);
    List<String> names = new ArrayList<>(OF_EVERY_APP);
    values.keySet().forEach(each -> names.add(String.valueOf(each)));
    List<String> problems = new ArrayList<>();
    for (String name : servers.keySet()) {
      if (!names.contains(name)) {
        problems.add(
            "'%s' is not a setting of the served model%s".formatted(name, hint(name, names)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ModelException(
          "Settings are wrong: %s. It has: %s. Applied to its labels are: %s."
              .formatted(
                  String.join("; ", problems),
                  String.join(", ", names.stream().distinct().sorted().toList()),
                  String.join(", ", APPLIED_HERE.stream().sorted().toList())));
    }
    TreeMap<String, Object> sent = new TreeMap<>(servers);
    double confidence = ours.confidence().orElse(usual(values));
    if (ours.confidence().isPresent() || !ours.classConfidence().isEmpty()) {
      double least =
          ours.classConfidence().values().stream().reduce(confidence, (a, b) -> Math.min(a, b));
      sent.put("conf", least);
      // A general conf does not reach a model that has its threshold under another name.
      CONFIDENCES.stream().filter(values::containsKey).forEach(name -> sent.put(name, least));
    }
    return new InForce(write(sent), confidence);
  }

  private static double usual(Map<?, ?> values) {
    for (String name : CONFIDENCES) {
      if (values.get(name) instanceof Number number) {
        return number.doubleValue();
      }
    }
    return 0;
  }

  private static String hint(String name, List<String> names) {
    List<String> all = new ArrayList<>(names);
    all.addAll(APPLIED_HERE);
    return Nearest.hint(name, all);
  }

  /** All of them, for comparing runs. */
  public String toJson() {
    TreeMap<String, Object> all = new TreeMap<>(servers);
    all.putAll(ours.toMap());
    return write(all);
  }

  private static Map<?, ?> read(String json) {
    try {
      return JSON.readValue(json, Map.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Settings of a server are a JSON object", e);
    }
  }

  private static String write(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Settings could not be written", e);
    }
  }
}
