package dev.relabel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.publish.MergeSettings;
import dev.relabel.serving.ServedSettings;
import dev.relabel.track.TrackingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The model's settings; those of merging are taken out of {@code --settings}. */
final class ModelOptions {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Option(
      names = "--settings",
      paramLabel = "JSON or @FILE",
      description = "Settings of the model and of merging; 'relabel inspect' shows those in force.")
  @Nullable String settings;

  @Option(names = "--conf", paramLabel = "0-1", description = "Lowest score of a label.")
  @Nullable Double conf;

  @Option(
      names = "--img-size",
      paramLabel = "N or H,W",
      description = "Input size, for models that leave it open.")
  @Nullable String imgSize;

  @Option(
      names = "--classes",
      paramLabel = "NAME",
      split = ",",
      description = "Classes to keep, separated by commas.")
  List<String> classes = new ArrayList<>();

  @Option(
      names = "--class-map",
      paramLabel = "MODEL=PROJECT",
      split = ",",
      description = "Names of the model's classes in the project, separated by commas.")
  Map<String, String> classMap = new LinkedHashMap<>();

  @Option(
      names = "--as",
      paramLabel = "SHAPE",
      description = "Turn labels into box, polygon or mask; as the model has them when not given.")
  @Nullable String as;

  /** Everything set on the command line, by name. */
  private Map<String, Object> all(List<String> problems) {
    Map<String, Object> all = new LinkedHashMap<>(parsed(problems));
    if (conf != null) {
      all.keySet().removeAll(List.of("conf", "confidence_threshold", "confidence_thresh"));
      all.put("confidence", conf);
    }
    if (imgSize != null) {
      all.keySet().removeAll(List.of("imgsz", "image_size"));
      try {
        List<Integer> sides = new ArrayList<>();
        for (String side : imgSize.split(",", -1)) {
          sides.add(Integer.parseInt(side.strip()));
        }
        all.put("img_size", sides.size() == 1 ? sides.get(0) : sides);
      } catch (NumberFormatException e) {
        problems.add("--img-size is N or H,W in pixels, not '%s'".formatted(imgSize));
      }
    }
    if (!classes.isEmpty()) {
      all.put("classes", classes);
    }
    if (!classMap.isEmpty()) {
      if (all.put("rename", classMap) != null) {
        problems.add("--class-map and the setting rename say the same: give one of them");
      }
    }
    if (as != null) {
      all.put("as", as);
    }
    return all;
  }

  private Map<String, Object> parsed(List<String> problems) {
    if (settings == null || settings.isBlank()) {
      return Map.of();
    }
    String text = settings;
    try {
      if (settings.startsWith("@")) {
        text = Files.readString(Path.of(settings.substring(1)));
      }
      Object parsed = YAML.readValue(text, Object.class);
      if (parsed instanceof Map<?, ?> map) {
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), value));
        return values;
      }
      problems.add(
          "--settings is a JSON object such as '{\"confidence\": 0.4}', or @FILE with one");
    } catch (JsonProcessingException e) {
      problems.add(
          "--settings is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      problems.add("--settings: %s cannot be read".formatted(settings.substring(1)));
    }
    return Map.of();
  }

  /** The explicit settings of a model file. */
  ModelSettings modelSettings(List<String> problems) {
    return read(ModelSettings::of, ModelSettings.NONE, problems);
  }

  /** The explicit settings of a model that runs on a server. */
  ServedSettings servedSettings(List<String> problems) {
    return read(ServedSettings::of, ServedSettings.of(Map.of()), problems);
  }

  private <T> T read(Function<Map<String, Object>, T> reader, T none, List<String> problems) {
    Map<String, Object> all = new LinkedHashMap<>(all(problems));
    all.keySet().removeAll(MergeSettings.KEYS);
    all.keySet().removeAll(TrackingSettings.KEYS);
    try {
      return reader.apply(all);
    } catch (ModelException e) {
      problems.add(String.valueOf(e.getMessage()));
      return none;
    }
  }

  /** How objects are followed through videos, if that is wanted. */
  Optional<TrackingSettings> tracking(boolean isWanted, List<String> problems) {
    Map<String, Object> settings = new LinkedHashMap<>(parsed(new ArrayList<>()));
    settings.keySet().retainAll(TrackingSettings.KEYS);
    if (!isWanted) {
      if (!settings.isEmpty()) {
        problems.add("%s of --settings want --tracking".formatted(settings.keySet()));
      }
      return Optional.empty();
    }
    try {
      return Optional.of(TrackingSettings.of(settings));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** How labels are compared when they are written. */
  MergeSettings mergeSettings(List<String> problems) {
    try {
      return MergeSettings.from(parsed(new ArrayList<>()));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return MergeSettings.DEFAULT;
    }
  }
}
