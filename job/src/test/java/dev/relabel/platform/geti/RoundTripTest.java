package dev.relabel.platform.geti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Sameness;
import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.format.GeometryJson;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.LabelledShape;
import dev.relabel.platform.geti.format.RandomShapes;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.SceneJson;
import dev.relabel.platform.geti.format.ServerGrid;
import dev.relabel.platform.geti.format.TaskType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shapes from Supervisely to us to Geti and back. Supervisely keeps thousandths of a pixel. What
 * goes to Geti moves by a pixel at most, when it is planned; from there on nothing moves any more.
 */
class RoundTripTest {
  private static final int SEEDS = 200;
  private static final Tolerance THOUSANDTHS = new Tolerance(0.002, 1, 0);

  static Stream<Arguments> shapes() {
    return Stream.of(
            Arguments.of(GeometryKind.RECTANGLE, TaskType.DETECTION),
            Arguments.of(GeometryKind.RECTANGLE, TaskType.ROTATED_DETECTION),
            Arguments.of(GeometryKind.ORIENTED_RECTANGLE, TaskType.ROTATED_DETECTION),
            Arguments.of(GeometryKind.RECTANGLE, TaskType.SEGMENTATION),
            Arguments.of(GeometryKind.ELLIPSE, TaskType.INSTANCE_SEGMENTATION),
            Arguments.of(GeometryKind.ORIENTED_RECTANGLE, TaskType.INSTANCE_SEGMENTATION),
            Arguments.of(GeometryKind.POLYGON, TaskType.INSTANCE_SEGMENTATION),
            Arguments.of(GeometryKind.MASK, TaskType.INSTANCE_SEGMENTATION),
            Arguments.of(GeometryKind.KEYPOINTS, TaskType.KEYPOINT_DETECTION))
        .flatMap(
            each -> {
              LongStream seeds = LongStream.range(0, SEEDS);
              return seeds.mapToObj(seed -> Arguments.of(each.get()[0], each.get()[1], seed));
            });
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeComesBack(GeometryKind kind, TaskType task, long seed) {
    Geometry drawn = new RandomShapes(seed).of(kind);
    Geometry ours = throughSupervisely(drawn);
    assertThat(Sameness.same(drawn, ours, THOUSANDTHS)).isTrue();
    ProjectLabels project = project(task);

    List<Label> held =
        new HeldShapes(project, RandomShapes.WIDTH, RandomShapes.HEIGHT)
            .of(List.of(Label.predicted("nose", ours, 0.5)));
    List<Label> back = throughGeti(project, held);

    assertThat(back).isEqualTo(held);
    for (Label each : back) {
      Geometry shape = each.geometry();
      if (shape.kind() == kind && !(shape instanceof Mask)) {
        assertThat(Sameness.same(ours, shape, Tolerance.SERVER)).as("%s %s", ours, shape).isTrue();
      }
      assertThat(Sameness.same(shape, throughSupervisely(shape), THOUSANDTHS)).isTrue();
    }
    if (kind != GeometryKind.MASK) { // of masks, crumbs of less than a pixel are lost
      assertThat(back).hasSize(1);
    }
  }

  /** It has no ellipses, so that those stay what they are. */
  private static Geometry throughSupervisely(Geometry shape) {
    return shape instanceof Ellipse
        ? shape
        : GeometryJson.read(shape.kind(), GeometryJson.write(shape));
  }

  private static List<Label> throughGeti(ProjectLabels project, List<Label> labels) {
    Scene empty = Scene.EMPTY;
    SceneEdit edit = new SceneEdit(empty, project, RandomShapes.WIDTH, RandomShapes.HEIGHT);
    edit.add(labels);
    Scene sent = SceneJson.read(edit.body());
    Scene read =
        new Scene(
            sent.id(),
            Optional.empty(),
            sent.annotations().stream()
                .map(
                    each ->
                        new LabelledShape(
                            each.id(), ServerGrid.asRead(each.shape()), each.labels()))
                .toList(),
            List.of());
    return new SceneLabels(project, RandomShapes.WIDTH, RandomShapes.HEIGHT)
        .of(read).stream().map(PlatformLabel::label).toList();
  }

  private static ProjectLabels project(TaskType task) {
    String json =
        """
        {"name":"p","pipeline":{"tasks":[{"id":"t","task_type":"%s","labels":[
         {"id":"nose","name":"nose","group":"g"}]}]}}"""
            .formatted(task.wireName());
    return ProjectLabels.read(Json.read(json.getBytes(StandardCharsets.UTF_8)), Optional.empty());
  }
}
