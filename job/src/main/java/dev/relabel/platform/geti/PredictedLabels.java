package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.ProjectLabels.ProjectLabel;
import dev.relabel.platform.geti.format.LabelledShape;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.ScoredLabel;
import dev.relabel.platform.geti.format.ShapeJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what a pipeline predicts into labels with the names of its project.
 *
 * @param address what the pipeline is called in messages
 */
record PredictedLabels(ProjectLabels project, String address) {
  private static final Logger LOG = LoggerFactory.getLogger(PredictedLabels.class);

  /**
   * The labels of an image, the surest first, cut to the image.
   *
   * @param width of the image in pixels
   * @param height of the image in pixels
   * @throws RefusedContentException if there is a shape that we do not know
   * @throws PlatformRejectedException if there is a label that the project does not have
   */
  List<Label> of(Scene scene, int width, int height) {
    for (ObjectNode each : scene.foreign()) {
      String type = Json.text(each.path("shape"), "type", "");
      if (!ShapeJson.isKnown(type)) {
        throw new RefusedContentException(
            "%s answers with a shape that is not known: '%s'".formatted(address, type), null);
      }
      LOG.debug("{} answers with an empty {}", address, type);
    }
    List<Label> labels = new ArrayList<>();
    for (LabelledShape each : scene.annotations()) {
      for (ScoredLabel label : each.labels()) {
        label(each.shape(), label, width, height).ifPresent(labels::add);
      }
    }
    labels.sort(Comparator.comparingDouble((Label each) -> -each.score().orElse(1)));
    return labels;
  }

  private Optional<Label> label(Geometry shape, ScoredLabel scored, int width, int height) {
    ProjectLabel label = project.labels().get(scored.id());
    if (label == null) {
      throw new PlatformRejectedException(
          "%s predicts label %s, which the project did not have when the run began: its labels have changed. Start a new run with another --run-dir."
              .formatted(address, scored.id()),
          null);
    }
    if (label.isNothing()) {
      return Optional.empty();
    }
    Optional<? extends Geometry> place =
        label.task().isGlobal()
            ? Optional.of(WholeImage.INSTANCE)
            : named(shape, label.name()).clipped(width, height);
    return place.map(
        at ->
            new Label(
                label.name(),
                at,
                OptionalDouble.of(scored.probability()),
                List.of(),
                Origin.MACHINE));
  }

  /** The node of a keypoint is named by its label. */
  private static Geometry named(Geometry shape, String name) {
    return shape instanceof Keypoints keypoints
        ? new Keypoints(
            keypoints.nodes().stream()
                .map(node -> new Keypoints.Node(name, node.at(), node.visible()))
                .toList())
        : shape;
  }
}
