package dev.relabel.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.format.AnnotationJson;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProject;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the demo's project holds now, read from its files: the proof does not lean on anything that
 * the run says about itself.
 *
 * @param labels the labels of each picture by its {@link GroundTruth.Image#path}
 */
record DemoState(Map<String, List<Label>> labels) {

  /** From which IoU a prediction counts as right, as is usual. */
  private static final double RIGHT_FROM = 0.5;

  /**
   * Reads the demo's project, whether it is being served or not.
   *
   * @param platform the folder that it lies in
   * @throws IOException if a file cannot be read
   */
  static DemoState read(Path platform) throws IOException {
    Map<String, List<Label>> labels = new TreeMap<>();
    try (LocalProjects projects = LocalProjects.openReadOnly(platform)) {
      for (LocalProject each : projects.all()) {
        if (!each.name().equals(DemoProject.NAME)) {
          continue; // made by a run with --upload create
        }
        for (LocalDataset dataset : each.datasets()) {
          for (LocalImage image : dataset.images()) {
            ObjectNode annotation = projects.annotations().read(image);
            labels.put(path(dataset) + "/" + image.name(), labels(image, annotation));
          }
        }
      }
    }
    return new DemoState(labels);
  }

  private static List<Label> labels(LocalImage image, ObjectNode annotation) {
    ArrayNode onWire = annotation.arrayNode();
    for (JsonNode object : annotation.withArray("objects")) {
      onWire.add(FileCoordinates.toWire((ObjectNode) object));
    }
    annotation.set("objects", onWire);
    return AnnotationJson.read(new ImageId(image.id()), annotation).labels().stream()
        .map(PlatformLabel::label)
        .toList();
  }

  private static String path(LocalDataset dataset) {
    return dataset.parent().map(parent -> path(parent) + "/").orElse("") + dataset.name();
  }

  /** How well the labels that a model made find the text. */
  DemoScore score(GroundTruth truth) {
    Map<String, List<Label>> predictions = new TreeMap<>();
    labels.forEach((path, all) -> predictions.put(path, madeByModel(all)));
    return DemoScore.of(truth, predictions, RIGHT_FROM);
  }

  private static List<Label> madeByModel(List<Label> labels) {
    return labels.stream().filter(label -> label.origin() == Origin.MACHINE).toList();
  }

  /** Boxes that the "person" drew and that are not there any more as they were. */
  List<String> damaged(GroundTruth truth) {
    List<String> damaged = new ArrayList<>();
    for (GroundTruth.Image image : truth.images()) {
      List<Label> now = labels.getOrDefault(image.path(), List.of());
      for (Rectangle drawn : image.drawn()) {
        if (now.stream().noneMatch(label -> isAsDrawn(label, drawn))) {
          damaged.add("%s: %s".formatted(image.path(), drawn));
        }
      }
    }
    return damaged;
  }

  private static boolean isAsDrawn(Label label, Rectangle drawn) {
    return label.className().equals(DemoProject.PERSONS_CLASS)
        && label.origin() == Origin.PERSON
        && label.geometry().equals(drawn);
  }

  /** The state in plain words, a line for each fact. */
  List<String> inWords(GroundTruth truth) {
    List<Label> byModel =
        labels.values().stream().flatMap(all -> madeByModel(all).stream()).toList();
    TreeSet<String> classes = new TreeSet<>();
    byModel.forEach(label -> classes.add(label.className()));
    long drawn = truth.images().stream().mapToLong(image -> image.drawn().size()).sum();
    List<String> damaged = damaged(truth);
    List<String> words = new ArrayList<>();
    words.add(
        "%s labels made by the model (%s) are on %s images now."
            .formatted(byModel.size(), String.join(", ", classes), labels.size()));
    words.add(score(truth).inWords());
    words.add(
        damaged.isEmpty()
            ? "All %s boxes that a person had drawn before are there, untouched.".formatted(drawn)
            : "%s of %s boxes that a person had drawn are gone or changed: %s"
                .formatted(damaged.size(), drawn, String.join(", ", damaged)));
    return words;
  }
}
