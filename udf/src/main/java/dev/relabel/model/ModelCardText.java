package dev.relabel.model;

import dev.relabel.annotation.LabelClass;
import dev.relabel.image.InputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** A model card for people: one aligned line per fact. */
public final class ModelCardText {
  /** Longest metadata value that is shown whole. */
  private static final int MAX_VALUE = 100;

  private ModelCardText() {}

  /** The card as lines, each ended by a newline. */
  public static String write(ModelCard card) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    lines.add(Map.entry("name", card.name()));
    lines.add(Map.entry("sha256", card.sha256()));
    card.onnx().ifPresent(onnx -> describe(card, onnx, lines));
    if (card.onnx().isEmpty()) {
      lines.add(
          Map.entry(
              "classes",
              card.classes().stream().map(LabelClass::name).collect(Collectors.joining(", "))));
    }
    int width = lines.stream().mapToInt(line -> line.getKey().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> line : lines) {
      String key = line.getKey();
      text.append(key)
          .append(" ".repeat(width - key.length() + 2))
          .append(line.getValue())
          .append('\n');
    }
    return text.toString();
  }

  private static void describe(
      ModelCard card, OnnxCard onnx, List<Map.Entry<String, String>> lines) {
    ModelSettings settings = onnx.settings();
    lines.add(Map.entry("size", String.format(Locale.ROOT, "%,d bytes", onnx.fileBytes())));
    if (!onnx.graph().producer().isEmpty()) {
      lines.add(Map.entry("producer", onnx.graph().producer()));
    }
    lines.add(Map.entry("family", onnx.family()));
    lines.add(Map.entry("head", onnx.head().settingName()));
    onnx.graph().inputs().forEach(input -> lines.add(Map.entry("input", input.toString())));
    onnx.graph().outputs().forEach(output -> lines.add(Map.entry("output", output.toString())));
    lines.add(Map.entry("image", image(onnx.input())));
    if (settings.tileSize().orElse(0) > 0) {
      lines.add(Map.entry("tiles", tiles(settings)));
    }
    settings
        .flip()
        .filter(flip -> flip != Flip.NONE)
        .ifPresent(flip -> lines.add(Map.entry("mirrored", SettingValues.spelling(flip))));
    if (!settings.scales().isEmpty()) {
      lines.add(Map.entry("scales", String.valueOf(settings.scales())));
    }
    lines.add(
        Map.entry(
            "classes",
            "%s (names from %s): %s"
                .formatted(
                    card.classes().size(),
                    onnx.classNamesFrom().cardName(),
                    names(settings.labels().orElseThrow()))));
    if (!settings.classes().isEmpty()) {
      lines.add(Map.entry("kept", String.join(", ", settings.classes())));
    }
    lines.add(Map.entry("confidence", String.valueOf(settings.confidence().orElseThrow())));
    lines.add(Map.entry("suppression", suppression(settings)));
    lines.add(
        Map.entry("at most", settings.maxDetections().orElseThrow() + " labels on one image"));
    lines.add(
        Map.entry("licence", onnx.licence().isEmpty() ? "not stated in the file" : onnx.licence()));
    onnx.graph()
        .metadata()
        .forEach((key, value) -> lines.add(Map.entry("metadata", key + " = " + brief(value))));
    onnx.notes().forEach(note -> lines.add(Map.entry("note", note)));
  }

  private static String image(InputFormat format) {
    String size =
        switch (format.fit()) {
          case NONE -> "any size";
          case MULTIPLE_OF_32 -> "longer side up to " + Math.max(format.width(), format.height());
          default -> "%s × %s".formatted(format.width(), format.height());
        };
    return "%s, %s, %s, %s %s, (pixel − %s) / %s, padding %s"
        .formatted(
            size,
            SettingValues.spelling(format.fit()),
            SettingValues.spelling(format.colours()),
            SettingValues.spelling(format.layout()),
            SettingValues.spelling(format.element()),
            format.mean(),
            format.scale(),
            format.pad());
  }

  private static String tiles(ModelSettings settings) {
    int side = settings.tileSize().orElseThrow();
    return "%s × %s%s, %s of it shared%s"
        .formatted(
            side,
            side,
            settings.tileFullImage().orElse(false) ? " and the whole image" : "",
            settings.tileOverlap().orElseThrow(),
            settings
                .tileMerge()
                .map(
                    merge ->
                        ", merged by %s above %s"
                            .formatted(
                                SettingValues.spelling(merge),
                                settings.tileMergeThreshold().orElseThrow()))
                .orElse(""));
  }

  private static String names(SortedMap<Integer, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + " " + label.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String suppression(ModelSettings settings) {
    return switch (settings.nms().orElse(NmsMode.NONE)) {
      case CLASS -> "within a class, above IoU " + settings.iou().orElseThrow();
      case AGNOSTIC -> "across classes, above IoU " + settings.iou().orElseThrow();
      case NONE -> "none";
    };
  }

  private static String brief(String value) {
    String line = value.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_VALUE ? line : line.substring(0, MAX_VALUE) + "…";
  }
}
