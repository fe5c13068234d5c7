package dev.relabel.export;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A data set as Ultralytics' YOLO reads it: {@code data.yaml}, and for the image {@code
 * images/street/a.jpg} the file {@code labels/street/a.txt} with a line per object. The images
 * themselves are not written; whoever trains with the data set puts them into {@code images}.
 *
 * <table>
 * <caption>What is written, by the kinds of labels that a run has</caption>
 * <tr><th>labels</th><th>task</th><th>line</th></tr>
 * <tr><td>rectangles, or none</td><td>detect</td><td>{@code class cx cy width height}</td></tr>
 * <tr><td>oriented rectangles, with rectangles or without</td><td>obb</td>
 * <td>{@code class x1 y1 x2 y2 x3 y3 x4 y4}</td></tr>
 * <tr><td>polygons, masks, ellipses, with boxes or without</td><td>segment</td>
 * <td>{@code class x1 y1 x2 y2 …}</td></tr>
 * <tr><td>keypoints alone</td><td>pose</td>
 * <td>{@code class cx cy width height x1 y1 v1 …}</td></tr>
 * </table>
 *
 * <p>Numbers are shares of the image's width and height. Classes have the model's indices; those
 * that the model did not name follow. Scores have no place in label files. An image without labels
 * has an empty file.
 */
public final class YoloExport implements FilePerImage {
  private static final long serialVersionUID = 1L;

  private final YoloTask task;
  private final ArrayList<String> classes;
  private final HashMap<String, Integer> indexes = new HashMap<>();
  private final ArrayList<String> nodes;

  private YoloExport(YoloTask task, List<String> classes, List<String> nodes) {
    this.task = task;
    this.classes = new ArrayList<>(classes);
    this.nodes = new ArrayList<>(nodes);
    for (int i = 0; i < classes.size(); i++) {
      indexes.putIfAbsent(classes.get(i), i);
    }
  }

  /**
   * The export of a run.
   *
   * @param classes names of the model's classes, by index
   * @param found the classes of the labels, each with the shape of its labels
   * @param nodes names of the keypoints of all classes, in their order; empty without keypoints
   * @throws IllegalArgumentException if no task has a form for all labels, saying what to do
   */
  public static YoloExport of(List<String> classes, List<LabelClass> found, List<String> nodes) {
    List<String> all = new ArrayList<>(classes);
    found.stream()
        .map(LabelClass::name)
        .distinct()
        .filter(name -> !classes.contains(name))
        .forEach(all::add);
    return new YoloExport(YoloTask.of(found), all, nodes);
  }

  @Override
  public String labelPath(String name) {
    return "labels/" + SafePath.withoutEnding(name) + ".txt";
  }

  @Override
  public String imagePath(String name) {
    return "images/" + name;
  }

  /**
   * The lines of an image.
   *
   * @throws IllegalArgumentException if it has a label of a class that was not found before
   */
  @Override
  public byte[] labels(ExportItem item) {
    YoloLines lines = new YoloLines(item.width(), item.height());
    StringBuilder text = new StringBuilder();
    for (Label label : item.labels()) {
      Integer index = indexes.get(label.className());
      if (index == null) {
        throw new IllegalArgumentException("The class %s is new".formatted(label.className()));
      }
      numbers(lines, label).ifPresent(numbers -> text.append(index).append(numbers).append('\n'));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Optional<String> numbers(YoloLines lines, Label label) {
    return switch (task) {
      case DETECT -> lines.box(label.geometry().bounds());
      case OBB -> lines.corners(label.geometry());
      case SEGMENT -> lines.outline(label.geometry());
      case POSE ->
          label.geometry() instanceof Keypoints keypoints
              ? lines.nodes(keypoints, nodes)
              : Optional.empty();
    };
  }

  @Override
  public Map<String, byte[]> heads(ExportedRun run) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Predictions of the model %s\n".formatted(quoted(run.modelName())))
        .append("# model SHA-256: %s\n".formatted(run.modelSha256()))
        .append("# run: %s, Relabel: %s\n".formatted(run.runId(), run.version()))
        .append("# task: %s\n".formatted(task.name().toLowerCase(Locale.ROOT)))
        .append("# Put the images into images, in the same folders as their labels in labels.\n")
        .append("train: images\n")
        .append("val: images\n");
    if (task == YoloTask.POSE) {
      yaml.append("kpt_shape: [%s, 3]\n".formatted(nodes.size()));
    }
    yaml.append("names:\n");
    for (int i = 0; i < classes.size(); i++) {
      yaml.append("  %s: %s\n".formatted(i, quoted(classes.get(i))));
    }
    if (task == YoloTask.POSE) {
      yaml.append("kpt_names:\n");
      for (int i = 0; i < classes.size(); i++) {
        yaml.append("  %s: %s\n".formatted(i, nodes.stream().map(YoloExport::quoted).toList()));
      }
    }
    Map<String, byte[]> heads = new LinkedHashMap<>();
    heads.put("data.yaml", yaml.toString().getBytes(StandardCharsets.UTF_8));
    return heads;
  }

  /** A JSON string is one in YAML, too, and keeps whatever a name holds on its line. */
  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
