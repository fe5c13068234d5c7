package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.ServerGrid;
import dev.relabel.platform.geti.format.ShapeJson;
import java.util.List;
import java.util.Optional;

/** What a model found on an image of that size in pixels, as predictions of a project. */
record Predictions(GetiProject project, int width, int height) {
  /** The predictions; the empty label alone where nothing was found and the project has one. */
  ArrayNode of(List<Label> labels) {
    ArrayNode predictions = Json.array();
    ObjectNode ofImage = Json.object();
    ofImage.set("shape", ShapeJson.write(whole()));
    ArrayNode labelsOfImage = ofImage.putArray("labels");
    TaskShapes shapes = new TaskShapes(project, width, height);
    for (Label each : labels) {
      double score = each.score().orElse(1);
      if (each.geometry() instanceof WholeImage) {
        project.labelNamed(each.className()).ifPresent(known -> add(labelsOfImage, known, score));
      }
      for (TaskShapes.Labelled found : shapes.of(each)) {
        ObjectNode prediction = predictions.addObject();
        prediction.set("shape", ShapeJson.write(ServerGrid.asRead(found.shape())));
        add(prediction.putArray("labels"), found.label(), score);
      }
    }
    Optional<GetiLabel> empty = project.firstTask().emptyLabel();
    if (predictions.isEmpty() && labelsOfImage.isEmpty() && empty.isPresent()) {
      add(labelsOfImage, empty.get(), 1);
    }
    if (!labelsOfImage.isEmpty()) {
      predictions.add(ofImage);
    }
    return predictions;
  }

  private Rectangle whole() {
    return new Rectangle(0, 0, width, height);
  }

  private static void add(ArrayNode labels, GetiLabel label, double probability) {
    labels.addObject().put("id", label.id()).put("probability", probability);
  }
}
