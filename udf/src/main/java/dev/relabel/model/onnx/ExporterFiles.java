package dev.relabel.model.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the tool that exported a model wrote beside it: names of its classes and how pictures are
 * prepared.
 *
 * <p>Its files are looked for in the model's folder, and above it when that is called {@code onnx}.
 *
 * @param settings what they say
 * @param namesFrom whose labels the settings have, if they have any
 */
public record ExporterFiles(ModelSettings settings, ClassNamesFrom namesFrom) {
  /** The folder in which repositories keep their exports. */
  public static final String EXPORTS = "onnx";

  /** How large each may be. Those of models with 20 000 classes have about 1 MB. */
  public static final long MOST_BYTES = 16L << 20;

  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * Names of the files that may belong to a model.
   *
   * @param model the model's file name without its ending
   */
  public static List<String> names(String model) {
    List<String> names = new ArrayList<>();
    for (Exporter exporter : Exporter.ALL) {
      if (exporter.writes(model)) {
        names.addAll(exporter.files());
      }
    }
    return names;
  }

  /**
   * What lies beside the model; no settings where nothing does. The first of {@link Exporter#ALL}
   * whose files say anything counts.
   *
   * @throws ModelException naming the file, if it cannot be read or is wrong
   */
  static ExporterFiles of(OnnxFile model, ModelGraph graph) {
    for (Exporter exporter : Exporter.ALL) {
      if (exporter.writes(model.name()) && exporter.wrote().test(graph)) {
        List<Optional<Path>> files =
            exporter.files().stream().map(name -> file(model, name)).toList();
        ModelSettings settings = settings(exporter, files);
        if (!settings.equals(ModelSettings.NONE)) {
          return new ExporterFiles(settings, exporter.namesFrom());
        }
      }
    }
    return new ExporterFiles(ModelSettings.NONE, ClassNamesFrom.NUMBERED);
  }

  private static ModelSettings settings(Exporter exporter, List<Optional<Path>> files) {
    List<JsonNode> contents =
        files.stream()
            .map(file -> file.map(ExporterFiles::read).orElse(MissingNode.getInstance()))
            .toList();
    try {
      return ModelSettings.of(exporter.settings().apply(contents));
    } catch (ModelException e) {
      throw new ModelException(
          "%s, which is read with the model beside it, cannot be used: %s. Mend it or move it away."
              .formatted(files.stream().flatMap(Optional::stream).toList(), e.getMessage()),
          e);
    }
  }

  private static Optional<Path> file(OnnxFile model, String name) {
    Path folder = model.path().toAbsolutePath().getParent();
    if (folder == null) {
      return Optional.empty();
    }
    Path beside = folder.resolve(name);
    boolean isExports = folder.endsWith(EXPORTS) && !Files.exists(beside);
    return Optional.of(isExports ? folder.resolveSibling(name) : beside)
        .filter(Files::isRegularFile);
  }

  private static JsonNode read(Path file) {
    boolean isJson = file.toString().endsWith(".json");
    ObjectMapper mapper = isJson ? JSON : YAML;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ModelException("%s is too large to describe a model.".formatted(file));
      }
      return mapper.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "%s, which is read with the model beside it, is not %s: %s. Mend it or move it away."
              .formatted(
                  file,
                  isJson ? "JSON" : "YAML",
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }
}
