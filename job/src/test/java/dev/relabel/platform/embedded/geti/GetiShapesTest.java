package dev.relabel.platform.embedded.geti;

import static dev.relabel.platform.embedded.geti.ServedGeti.annotation;
import static dev.relabel.platform.embedded.geti.ServedGeti.annotations;
import static dev.relabel.platform.embedded.geti.ServedGeti.box;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Sameness;
import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.format.GeometryJson;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.LabelJson;
import dev.relabel.platform.geti.format.FittedShapes;
import dev.relabel.platform.geti.format.ServerGrid;
import dev.relabel.platform.geti.format.ShapeJson;
import dev.relabel.platform.geti.format.TaskType;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of shapes between the local project's classes and Geti. */
class GetiShapesTest {
  private final Path temp;

  GetiShapesTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private static String file(String title, Geometry geometry) {
    Label label = new Label(title, geometry, OptionalDouble.empty(), List.of(), Origin.PERSON);
    return FileCoordinates.toFile(LabelJson.object(label)).toString();
  }

  private static JsonNode objects(ProjectFolder folder) {
    return ProjectFixture.read(folder.directory().resolve("ds/ann/a.png.json")).path("objects");
  }

  private static Geometry stored(JsonNode object, GeometryKind kind) {
    return GeometryJson.read(kind, FileCoordinates.toWire((ObjectNode) object));
  }

  @Test
  void aMaskWithAHoleSurvivesThatGetiShowsItWithout() {
    // Five by five pixels without the one in the middle.
    Mask ring = Mask.ofRuns(10, 10, 5, 5, 0, 12, 1, 12);
    ProjectFolder folder = Projects.of(temp.resolve("parts"), "bitmap", "a");
    folder.annotation("ds", "a.png", Projects.annotation(file("bolt", ring)));
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      JsonNode before = served.get(200, path + "/latest").path("annotations");
      assertThat(before.at("/0/shape").toString().replace('"', '\''))
          .isEqualTo(
              "{'type':'POLYGON','points':[{'x':10,'y':10},{'x':15,'y':10},{'x':15,'y':15},{'x':10,'y':15}]}");

      served.post(
          200,
          path,
          annotations(before.get(0).toString(), annotation(box(1, 2, 4, 3), served.label("nut"))));

      assertThat(stored(objects(folder).get(0), GeometryKind.MASK)).isEqualTo(ring);
      assertThat(stored(objects(folder).get(1), GeometryKind.MASK))
          .as("a box as its class wants it")
          .isEqualTo(Mask.ofRuns(1, 2, 4, 3, 0, 12));
      assertThat(served.get(200, path + "/latest").at("/annotations/1/shape/type").asText())
          .as("and as it was written")
          .isEqualTo("RECTANGLE");
    }
  }

  @Test
  void oneMaskOfTwoPartsIsTwoAnnotationsAndGoesWithEither() {
    Mask parts = Mask.ofRuns(10, 10, 5, 1, 0, 2, 1, 2);
    ProjectFolder folder = Projects.of(temp.resolve("parts"), "bitmap", "a");
    folder.annotation("ds", "a.png", Projects.annotation(file("bolt", parts)));
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      JsonNode before = served.get(200, path + "/latest").path("annotations");
      assertThat(before).hasSize(2);

      served.post(200, path, annotations(before.get(1).toString()));

      assertThat(objects(folder)).hasSize(1);
      assertThat(stored(objects(folder).get(0), GeometryKind.MASK))
          .isEqualTo(Mask.ofRuns(13, 10, 2, 1, 0, 2));
    }
  }

  @Test
  void everyNodeOfAGraphIsALabel() {
    Keypoints pose =
        new Keypoints(
            List.of(
                new Keypoints.Node("nose", new Point(5, 6), true),
                new Keypoints.Node("tail", new Point(30, 40), false)));
    ProjectFolder folder =
        Projects.withMeta(
            temp.resolve("pets"),
            "{'classes':[{'title':'cat','shape':'graph','color':'#0015ff','geometry_config':"
                + "{'nodes':{'nose':{'label':'nose'},'tail':{'label':'tail'}}}}],'tags':[]}",
            "a");
    folder.annotation("ds", "a.png", Projects.annotation(file("cat", pose)));
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      JsonNode scene = served.get(200, path + "/latest").path("annotations");
      assertThat(scene).hasSize(2);
      assertThat(scene.at("/1/labels/0/id").asText()).isEqualTo(served.label("tail"));
      assertThat(scene.at("/1/shape").toString().replace('"', '\''))
          .isEqualTo("{'type':'KEYPOINT','x':30,'y':40,'is_visible':false}");

      served.post(
          200,
          path,
          annotations(
              scene.get(1).toString(),
              annotation(
                  "{'type':'KEYPOINT','x':7,'y':8,'is_visible':true}", served.label("nose"))));

      assertThat(objects(folder)).hasSize(1);
      assertThat(stored(objects(folder).get(0), GeometryKind.KEYPOINTS))
          .isEqualTo(
              new Keypoints(
                  List.of(
                      new Keypoints.Node("tail", new Point(30, 40), false),
                      new Keypoints.Node("nose", new Point(7, 8), true))));
    }
  }

  private static String point(String label, int x, int y) {
    return annotation("{'type':'KEYPOINT','x':%s,'y':%s,'is_visible':true}".formatted(x, y), label);
  }

  private static Keypoints graph(int noseX, int tailX) {
    return new Keypoints(
        List.of(
            new Keypoints.Node("nose", new Point(noseX, 6), true),
            new Keypoints.Node("tail", new Point(tailX, 40), true)));
  }

  @Test
  void graphsOfOneClassStayApart() {
    ProjectFolder folder =
        Projects.withMeta(
            temp.resolve("pets"),
            "{'classes':[{'title':'cat','shape':'graph','color':'#0015ff','geometry_config':"
                + "{'nodes':{'nose':{'label':'nose'},'tail':{'label':'tail'}}}}],'tags':[]}",
            "a");
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      String nose = served.label("nose");
      String tail = served.label("tail");

      JsonNode scene =
          served
              .post(
                  200,
                  path,
                  annotations(
                      point(nose, 1, 6),
                      point(tail, 2, 40),
                      point(nose, 11, 6),
                      point(tail, 12, 40)))
              .path("annotations");
      assertThat(objects(folder))
          .extracting(each -> stored(each, GeometryKind.KEYPOINTS))
          .containsExactly(graph(1, 2), graph(11, 12));

      String moved = scene.get(3).toString().replace("\"x\":12", "\"x\":13");
      served.post(
          200,
          path,
          annotations(
              moved,
              scene.get(0).toString(),
              scene.get(2).toString(),
              scene.get(1).toString().replace("\"x\":2,", "\"x\":3,")));
      assertThat(objects(folder))
          .as("nodes in any order stay in their graphs")
          .extracting(each -> stored(each, GeometryKind.KEYPOINTS))
          .extracting(
              each -> ((Keypoints) each).nodes().stream().map(node -> node.at().x()).toList())
          .containsExactlyInAnyOrder(List.of(13.0, 11.0), List.of(1.0, 3.0));
    }
  }

  @Test
  void boxesStandForOtherShapesInDetectionProjects() {
    ProjectFolder folder = Projects.of(temp.resolve("parts"), "polygon", "a");
    folder.annotation(
        "ds", "a.png", Projects.annotation(file("bolt", Polygon.of(10, 10, 30, 10, 10, 50))));
    GetiSettings settings = GetiSettings.local().withTaskType(TaskType.DETECTION);
    try (ServedGeti served = ServedGeti.serve(folder.directory(), settings)) {
      String path = served.image("a") + "/annotations";
      JsonNode before = served.get(200, path + "/latest").path("annotations");
      assertThat(before.at("/0/shape").toString().replace('"', '\''))
          .isEqualTo("{'type':'RECTANGLE','x':10,'y':10,'width':20,'height':40}");

      served.post(200, path, annotations(annotation(box(1, 2, 4, 3), served.label("nut"))));

      assertThat(stored(objects(folder).get(0), GeometryKind.POLYGON).bounds())
          .isEqualTo(new Rectangle(1, 2, 5, 5));
    }
  }

  /** Corners move by half a pixel, far edges by one; what the project stores is coarser there. */
  @Test
  void shapesThatAreWrittenAreReadBackTheSameWithinOnePixel() {
    for (String shape : List.of("any", "oriented_bbox")) {
      ProjectFolder folder = Projects.of(temp.resolve(shape), shape, "a");
      boolean isTurned = shape.equals("oriented_bbox");
      try (ServedGeti served = ServedGeti.serve(folder.directory())) {
        String path = served.image("a") + "/annotations";
        String bolt = served.label("bolt");
        Seeds.upTo(20)
            .limit(60)
            .forEach(
                seed -> {
                  Geometry drawn = random(new Random(seed), isTurned);
                  Geometry sent = FittedShapes.of(drawn, 80, 60).shapes().get(0);
                  JsonNode answer =
                      served.post(
                          200,
                          path,
                          annotations(annotation(ShapeJson.write(sent).toString(), bolt)));
                  Geometry read = ShapeJson.read(answer.at("/annotations/0/shape"), "");
                  assertThat(Sameness.same(sent, read, Tolerance.SERVER))
                      .as("seed %s: %s as %s", seed, sent, read)
                      .isTrue();
                  assertThat(answer.at("/annotations/0/shape"))
                      .as("the server and our idea of it")
                      .isEqualTo(Json.read(Json.write(ShapeJson.write(ServerGrid.asRead(sent)))));
                });
      }
    }
  }

  private static Geometry random(Random random, boolean isTurned) {
    double left = random.nextDouble() * 50;
    double top = random.nextDouble() * 30;
    double width = 2 + random.nextDouble() * 27;
    double height = 2 + random.nextDouble() * 27;
    if (isTurned) {
      return new OrientedRectangle(
          left + 10, top + 10, width, height, random.nextDouble() * 20 - 10);
    }
    Rectangle box = new Rectangle(left, top, left + width, top + height);
    return switch (random.nextInt(3)) {
      case 0 -> box;
      case 1 -> new Ellipse(box);
      default ->
          Polygon.of(left, top, left + width, top + height / 3, left + width / 2, top + height);
    };
  }
}
