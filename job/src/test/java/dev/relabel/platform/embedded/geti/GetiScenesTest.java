package dev.relabel.platform.embedded.geti;

import static dev.relabel.platform.embedded.geti.ServedGeti.annotation;
import static dev.relabel.platform.embedded.geti.ServedGeti.annotations;
import static dev.relabel.platform.embedded.geti.ServedGeti.box;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.embedded.geti.GetiSettings.Rectangles;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.testing.ProjectFolder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetiScenesTest {
  private final Path temp;

  GetiScenesTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private ProjectFolder folder(String shape) {
    return Projects.of(temp.resolve("parts"), shape, "a", "b");
  }

  private static JsonNode objects(ProjectFolder folder) {
    return ProjectFixture.read(folder.directory().resolve("ds/ann/a.png.json")).path("objects");
  }

  private static String shape(JsonNode scene, int at) {
    return scene.path("annotations").path(at).path("shape").toString().replace('"', '\'');
  }

  @Test
  void readsWhatTheLocalProjectHolds() {
    ProjectFolder folder =
        folder("rectangle")
            .annotation("ds", "a.png", Projects.annotation(Projects.box("bolt", 2, 3, 20, 30)));
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      JsonNode scene = served.get(200, served.image("a") + "/annotations/latest");

      assertThat(scene.path("kind").asText()).isEqualTo("annotation");
      assertThat(scene.at("/media_identifier/image_id").asText()).isEqualTo(served.medium("a"));
      assertThat(shape(scene, 0))
          .isEqualTo("{'type':'RECTANGLE','x':2,'y':3,'width':19,'height':28}");
      assertThat(scene.at("/annotations/0/labels/0/id").asText()).isEqualTo(served.label("bolt"));
      assertThat(scene.at("/annotations/0/labels/0/probability").asDouble()).isEqualTo(1);
      assertThat(scene.at("/annotations/0/labels/0").has("name")).isFalse();
      JsonNode labels = served.get(200, served.image("a") + "/annotations/latest?label_only=true");
      assertThat(labels.at("/annotations/0").has("shape")).isFalse();

      served.get(204, served.image("b") + "/annotations/latest");
      served.get(404, served.image("a") + "/annotations/66a0000000000000000000c9");
      served.get(400, served.image("a") + "/annotations/first");
    }
  }

  @Test
  void theListThatIsPostedIsTheNewScene() {
    ProjectFolder folder = folder("rectangle");
    String first;
    JsonNode written;
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      String bolt = served.label("bolt");
      first =
          served
              .post(200, path, annotations(annotation(box(1, 2, 30, 40), bolt)))
              .path("id")
              .asText();
      written =
          served.post(
              200,
              path,
              annotations(
                  annotation(box(3, 4, 30, 40), bolt), annotation(box(5, 6, 10, 10), bolt)));

      assertThat(served.get(200, path + "/latest")).isEqualTo(written);
      assertThat(shape(served.get(200, path + "/" + first), 0)).contains("'x':1");
      assertThat(objects(folder)).hasSize(2);
      assertThat(objects(folder).at("/0/points/exterior").toString()).isEqualTo("[[3,4],[32,43]]");
      served.get(404, served.image("b") + "/annotations/" + first);
    }
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      assertThat(served.get(200, path + "/latest")).isEqualTo(written);
      served.post(200, path, "{'annotations':[]}");
      served.get(204, path + "/latest");
      assertThat(objects(folder)).isEmpty();
    }
  }

  @Test
  void forgetsTheOldestVersions() {
    GetiSettings settings = GetiSettings.local().withVersions(2);
    try (ServedGeti served = ServedGeti.serve(folder("rectangle").directory(), settings)) {
      String path = served.image("a") + "/annotations";
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String body = annotations(annotation(box(i, 2, 30, 40), served.label("bolt")));
        ids.add(served.post(200, path, body).path("id").asText());
      }
      served.get(404, path + "/" + ids.get(0));
      served.get(200, path + "/" + ids.get(1));
      served.get(200, path + "/" + ids.get(2));
    }
  }

  @Test
  void roundsToTheServersGridWithTiesToEven() {
    try (ServedGeti served = ServedGeti.serve(folder("any").directory())) {
      String bolt = served.label("bolt");
      JsonNode scene =
          served.post(
              200,
              served.image("a") + "/annotations",
              annotations(
                  annotation(
                      "{'type':'RECTANGLE','x':0.5,'y':1.5,'width':10.5,'height':9.51}", bolt),
                  annotation("{'type':'ELLIPSE','x':-5.4,'y':2,'width':30,'height':20.5}", bolt),
                  annotation(
                      "{'type':'POLYGON','points':[{'x':0.4,'y':0.6},{'x':79.5,'y':1},{'x':40,'y':59.9}]}",
                      bolt),
                  annotation("{'type':'KEYPOINT','x':300.7,'y':2.2,'is_visible':false}", bolt),
                  annotation(
                      "{'type':'ROTATED_RECTANGLE','x':40,'y':30,'width':20,'height':10,'angle':90}",
                      bolt)));

      assertThat(shape(scene, 0))
          .isEqualTo("{'type':'RECTANGLE','x':0,'y':2,'width':10,'height':10}");
      assertThat(shape(scene, 1))
          .isEqualTo("{'type':'ELLIPSE','x':-5,'y':2,'width':30,'height':20}");
      assertThat(shape(scene, 2))
          .isEqualTo("{'type':'POLYGON','points':[{'x':0,'y':1},{'x':80,'y':1},{'x':40,'y':60}]}");
      assertThat(shape(scene, 3)).isEqualTo("{'type':'KEYPOINT','x':301,'y':2,'is_visible':false}");
      assertThat(shape(scene, 4))
          .as("no rotated project: the corners, bottom right first")
          .isEqualTo(
              "{'type':'POLYGON','points':[{'x':35,'y':40},{'x':35,'y':20},{'x':45,'y':20},{'x':45,'y':40}]}");
      assertThat(served.get(200, served.image("a") + "/annotations/latest")).isEqualTo(scene);
    }
  }

  @Test
  void keepsTurnedBoxesInRotatedProjectsAndDamagesPlainOnes() {
    ProjectFolder folder = folder("oriented_bbox");
    String turned =
        "{'type':'ROTATED_RECTANGLE','x':40.12345,'y':30,'width':20,'height':10.5,'angle':-30}";
    for (Rectangles habit : Rectangles.values()) {
      GetiSettings settings = GetiSettings.local().withRectangles(habit);
      try (ServedGeti served = ServedGeti.serve(folder.directory(), settings)) {
        JsonNode scene =
            served.post(
                200,
                served.image("a") + "/annotations",
                annotations(
                    annotation(turned, served.label("bolt")),
                    annotation(box(10, 20, 30, 8), served.label("nut"))));
        assertThat(shape(scene, 0))
            .isEqualTo(
                "{'type':'ROTATED_RECTANGLE','x':40.1234,'y':30,'width':20,'height':10.5,'angle':330}");
        assertThat(shape(scene, 1))
            .isEqualTo(
                "{'type':'ROTATED_RECTANGLE','x':%s,'y':%s,'width':30,'height':8,'angle':0}"
                    .formatted(
                        habit == Rectangles.KEPT ? 25 : 20, habit == Rectangles.KEPT ? 24 : 14));
      }
    }
  }

  @Test
  void refusesBodiesThatAreNone() {
    try (ServedGeti served = ServedGeti.serve(folder("any").directory())) {
      String path = served.image("a") + "/annotations";
      String bolt = served.label("bolt");
      String good = annotation(box(1, 2, 30, 40), bolt);
      List<String> bodies =
          List.of(
              "{}",
              "{'annotations':[],'id':'66a0000000000000000000c9'}",
              "{'annotations':[],'kind':'annotation'}",
              "{'annotations':[],'modified':''}",
              annotations("{'labels':[{'id':'%s'}]}".formatted(bolt)),
              annotations("{'shape':%s,'labels':[]}".formatted(box(1, 2, 3, 4))),
              annotations(annotation(box(1, 2, 3, 4), "66a0")),
              annotations(annotation(box(1, 2, 0, 4), bolt)),
              annotations(annotation(box(-1, 2, 3, 4), bolt)),
              annotations(annotation(box(78, 2, 3, 4), bolt)),
              annotations(annotation("{'type':'CUBE'}", bolt)),
              annotations(
                  annotation(
                      "{'type':'ROTATED_RECTANGLE','x':-30,'y':1,'width':9,'height':9,'angle':0}",
                      bolt)),
              annotations(
                  annotation(
                      "{'type':'POLYGON','points':[{'x':0,'y':0},{'x':81,'y':0},{'x':3,'y':9}]}",
                      bolt)),
              annotations(
                  good.replace("{'shape'", "{'id':'x','shape'"),
                  good.replace("{'shape'", "{'id':'x','shape'")),
              annotations(
                  "{'shape':%s,'labels':[{'id':'%s'},{'id':'%s'}]}"
                      .formatted(box(1, 2, 3, 4), bolt, served.label("nut"))));
      Set<String> codes = new HashSet<>();
      for (String body : bodies) {
        codes.add(served.post(400, path, body).path("error_code").asText());
      }
      assertThat(codes)
          .containsExactlyInAnyOrder(
              "bad_request", "duplicated_annotation_id", "conflicting_exclusive_labels");
      assertThat(
              served
                  .post(
                      404,
                      path,
                      annotations(annotation(box(1, 2, 3, 4), "66a0000000000000000000c9")))
                  .path("error_code")
                  .asText())
          .isEqualTo("label_not_found");
      HttpBody broken = HttpBody.of(served, path, good.replace("}]}", ",'probability':1.5}]}"));
      assertThat(broken).isEqualTo(new HttpBody(500, "Internal Server Error"));
      assertThat(
              HttpBody.of(
                      served, path, annotation("{'type':'POLYGON','points':[{'x':0,'y':0}]}", bolt))
                  .status())
          .isEqualTo(500);
      served.get(204, path + "/latest");
    }
  }

  private record HttpBody(int status, String text) {
    static HttpBody of(ServedGeti served, String path, String annotation) {
      HttpResponse<byte[]> response = served.exchange("POST", path, annotations(annotation));
      return new HttpBody(
          response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void takesOnlyTheShapesOfTheTask() {
    try (ServedGeti served = ServedGeti.serve(folder("rectangle").directory())) {
      String path = served.image("a") + "/annotations";
      String ellipse = "{'type':'ELLIPSE','x':1,'y':2,'width':30,'height':20}";
      served.post(400, path, annotations(annotation(ellipse, served.label("bolt"))));
    }
  }

  @Test
  void anEmptyLabelCoversTheImageAndNothingElse() {
    ProjectFolder folder = folder("rectangle");
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      String empty = served.label("No object");
      String bolt = annotation(box(1, 2, 30, 40), served.label("bolt"));
      String whole = annotation(box(0, 0, 80, 60), empty);

      served.post(400, path, annotations(annotation(box(0, 0, 80, 59), empty)));
      served.post(
          400,
          path,
          annotations(
              annotation("{'type':'RECTANGLE','x':0,'y':0,'width':80,'height':60,'z':1}", empty)));
      assertThat(served.post(400, path, annotations(whole, bolt)).path("message").asText())
          .contains("overlaps with an empty box annotation");
      served.post(200, path, annotations(bolt));
      served.post(200, path, annotations(whole));

      assertThat(served.get(200, path + "/latest").path("annotations")).hasSize(1);
      assertThat(
              served.get(200, served.image("a")).at("/annotation_state_per_task/0/state").asText())
          .isEqualTo("annotated");
      assertThat(objects(folder)).isEmpty();
    }
  }

  @Test
  void keepsTheSourceOfWhatIsSentAgain() {
    try (ServedGeti served = ServedGeti.serve(folder("rectangle").directory())) {
      String path = served.image("a") + "/annotations";
      String label =
          "{'id':'%s','probability':0.5,'source':{'model_id':'m1','model_storage_id':null,'user_id':'x'}}"
              .formatted(served.label("bolt"));
      String sent = "{'id':'one','shape':%s,'labels':[%s]}".formatted(box(1, 2, 3, 4), label);

      JsonNode first = served.post(200, path, annotations(sent));
      JsonNode source = first.at("/annotations/0/labels/0/source");
      assertThat(first.at("/annotations/0/id").asText()).isEqualTo("one");
      assertThat(first.at("/annotations/0/labels/0/probability").asDouble()).isEqualTo(0.5);
      assertThat(source.path("model_id").asText()).isEqualTo("m1");
      assertThat(source.path("model_storage_id").asText()).isEqualTo("none");
      assertThat(source.path("user_id").asText()).isEqualTo(GetiId.USER);

      JsonNode again = served.post(200, path, annotations(sent.replace("m1", "m2")));
      assertThat(again.at("/annotations/0/labels/0/source")).isEqualTo(source);
      JsonNode other =
          served.post(200, path, annotations(sent.replace("m1", "m2").replace("one", "two")));
      assertThat(other.at("/annotations/0/labels/0/source/model_id").asText()).isEqualTo("m2");
    }
  }

  @Test
  void leavesLabelsOfTheLocalProjectAloneThatAreSentAgain() {
    ProjectFolder folder =
        folder("rectangle")
            .annotation(
                "ds",
                "a.png",
                Projects.annotation(
                    Projects.box("bolt", 2, 3, 20, 30)
                        + ","
                        + Projects.box("nut", 30, 3, 40, 20)
                        + ",{'classTitle':'wire','geometryType':'line','tags':[],"
                        + "'points':{'exterior':[[1,1],[5,5]],'interior':[]}}"));
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      JsonNode before = served.get(200, path + "/latest").path("annotations");
      assertThat(before).hasSize(2);
      String added = annotation(box(1, 2, 30, 40), served.label("nut"));

      served.post(200, path, annotations(before.get(0).toString(), added));

      assertThat(objects(folder)).hasSize(3);
      assertThat(objects(folder).at("/0/mystery").asInt()).isEqualTo(7);
      assertThat(objects(folder).at("/1/classTitle").asText()).isEqualTo("wire");
      assertThat(objects(folder).at("/2/classTitle").asText()).isEqualTo("nut");

      served.post(200, path, "{'annotations':[]}");
      assertThat(objects(folder)).hasSize(1);
    }
  }

  @Test
  void seesWhatSomebodyElseHasChangedInTheLocalProject() {
    ProjectFolder folder = folder("rectangle");
    String path;
    String written;
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      path = served.image("a") + "/annotations";
      String body = annotations(annotation(box(1, 2, 30, 40), served.label("bolt")));
      written = served.post(200, path, body).path("id").asText();
    }
    folder.annotation("ds", "a.png", Projects.annotation(Projects.box("nut", 2, 3, 20, 30)));
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      JsonNode scene = served.get(200, path + "/latest");
      assertThat(scene.path("id").asText()).isNotEqualTo(written);
      assertThat(scene.at("/annotations/0/labels/0/id").asText()).isEqualTo(served.label("nut"));
    }
  }

  @Test
  void classifiesWholeImages() {
    ProjectFolder folder = Projects.ofTags(temp.resolve("weather"), "a", "b");
    folder.annotation(
        "ds",
        "a.png",
        Projects.annotation("")
            .replace(
                "\"tags\":[]",
                "\"tags\":[{\"name\":\"night\",\"value\":0.75},{\"name\":\"scene\",\"value\":\"x\"}]"));
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      JsonNode scene = served.get(200, path + "/latest");
      assertThat(shape(scene, 0))
          .isEqualTo("{'type':'RECTANGLE','x':0,'y':0,'width':80,'height':60}");
      assertThat(scene.at("/annotations/0/labels")).hasSize(1);
      assertThat(scene.at("/annotations/0/labels/0/probability").asDouble()).isEqualTo(0.75);

      String both =
          "{'shape':%s,'labels':[{'id':'%s','probability':0.5},{'id':'%s'}]}"
              .formatted(box(0, 0, 80, 60), served.label("night"), served.label("rain"));
      served.post(200, path, annotations(both));
      served.post(400, path, annotations(both.replace("'width':80", "'width':79")));
      served.post(400, path, annotations(both, both));

      assertThat(ProjectFixture.read(folder.directory().resolve("ds/ann/a.png.json")).path("tags"))
          .extracting(each -> each.path("name").asText() + " " + each.path("value").asText())
          .containsExactly("scene x", "night 0.5", "rain ");
      assertThat(served.get(200, path + "/latest").at("/annotations/0/labels")).hasSize(2);
    }
  }

  @Test
  void leavesValuesOfTagsAloneThatAreNoScores() {
    ProjectFolder folder = Projects.ofTags(temp.resolve("weather"), "a");
    folder.annotation(
        "ds",
        "a.png",
        Projects.annotation("")
            .replace("\"tags\":[]", "\"tags\":[{\"name\":\"night\",\"value\":7.5}]"));
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String night =
          "{'shape':%s,'labels':[{'id':'%s','probability':1},{'id':'%s'}]}"
              .formatted(box(0, 0, 80, 60), served.label("night"), served.label("rain"));
      served.post(200, served.image("a") + "/annotations", annotations(night));

      assertThat(ProjectFixture.read(folder.directory().resolve("ds/ann/a.png.json")).path("tags"))
          .extracting(each -> each.path("name").asText() + " " + each.path("value").asText())
          .containsExactly("night 7.5", "rain ");
    }
  }

  @Test
  void addsTheLabelsAbove() {
    try (ServedGeti served = ServedGeti.serve(folder("rectangle").directory())) {
      String path = hierarchy(served, "detection");
      JsonNode labels =
          served.get(200, path.replaceFirst("/datasets/.*", "")).at("/pipeline/tasks/1/labels");

      JsonNode scene =
          served.post(
              200, path, annotations(annotation(box(1, 2, 3, 4), labels.at("/1/id").asText())));

      assertThat(scene.at("/annotations/0/labels"))
          .extracting(each -> each.path("id").asText())
          .containsExactly(labels.at("/1/id").asText(), labels.at("/0/id").asText());
    }
  }

  /** A project with a hierarchy, and an image x.png in it; the path of the image's annotations. */
  private static String hierarchy(ServedGeti served, String type) {
    JsonNode project =
        served.post(
            201,
            served.workspace() + "/projects",
            ("{'name':'fruit','pipeline':{'tasks':[{'title':'T','task_type':'%s','labels':["
                    + "{'name':'fruit','group':'G'},{'name':'apple','group':'H','parent_id':'fruit'}]}]}}")
                .formatted(type));
    String dataset =
        "%s/projects/%s/datasets/%s"
            .formatted(
                served.workspace(),
                project.path("id").asText(),
                project.at("/datasets/0/id").asText());
    served.upload(dataset + "/media/images", "x.png", ProjectFixture.png(80, 60));
    String image = served.post(200, dataset + "/media:query", "{}").at("/media/0/id").asText();
    return dataset + "/media/images/" + image + "/annotations";
  }

  /** The annotation file of that image, wherever the server has put it. */
  private static Path annotationOf(Path served) throws IOException {
    try (Stream<Path> files = Files.walk(served)) {
      return files.filter(each -> each.endsWith("x.png.json")).findFirst().orElseThrow();
    }
  }

  @Test
  void labelsAboveThoseOnDiskAreThereAndSentAgainChangeNothing() throws IOException {
    Path parent = temp.resolve("served");
    ProjectFolder.in(parent.resolve("first"));
    String path;
    try (ServedGeti served = ServedGeti.serve(parent)) {
      path = hierarchy(served, "detection");
    }
    Path file = annotationOf(parent);
    Files.writeString(file, Projects.annotation(Projects.box("apple", 2, 3, 20, 30)));
    try (ServedGeti served = ServedGeti.serve(parent)) {
      JsonNode before = served.get(200, path + "/latest").path("annotations");
      assertThat(before.at("/0/labels")).hasSize(2);

      JsonNode after = served.post(200, path, annotations(before.get(0).toString()));

      assertThat(after.at("/annotations/0/labels")).isEqualTo(before.at("/0/labels"));
      assertThat(ProjectFixture.read(file).at("/objects/0/mystery").asInt())
          .as("the label is the one that was there")
          .isEqualTo(7);
    }
  }

  @Test
  void tagsAboveThoseOnDiskAreThereAndSentAgainChangeNothing() throws IOException {
    Path parent = temp.resolve("served");
    ProjectFolder.in(parent.resolve("first"));
    String path;
    try (ServedGeti served = ServedGeti.serve(parent)) {
      path = hierarchy(served, "classification");
    }
    Path file = annotationOf(parent);
    Files.writeString(
        file,
        Projects.annotation("")
            .replace("\"tags\":[]", "\"tags\":[{\"name\":\"apple\",\"value\":0.75}]"));
    try (ServedGeti served = ServedGeti.serve(parent)) {
      JsonNode before = served.get(200, path + "/latest").path("annotations");
      assertThat(before.at("/0/labels"))
          .extracting(each -> each.path("probability").asDouble())
          .containsExactly(0.75, 1.0);

      JsonNode after = served.post(200, path, annotations(before.get(0).toString()));

      assertThat(after.at("/annotations/0/labels").toString())
          .isEqualTo(before.at("/0/labels").toString());
      assertThat(ProjectFixture.read(file).path("tags"))
          .extracting(each -> each.path("name").asText() + " " + each.path("value").asText())
          .containsExactly("apple 0.75");
    }
  }

  @Test
  void ofWritesAtTheSameTimeOneIsLastAndAllCanBeRead() throws Exception {
    ProjectFolder folder = folder("rectangle");
    try (ServedGeti served = ServedGeti.serve(folder.directory())) {
      String path = served.image("a") + "/annotations";
      String bolt = served.label("bolt");
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<JsonNode>> answers = new ArrayList<>();
      try {
        for (int i = 0; i < 40; i++) {
          String body = annotations(annotation(box(i, i, 10, 10), bolt));
          answers.add(threads.submit(() -> served.post(200, path, body)));
        }
        Set<String> ids = new HashSet<>();
        for (Future<JsonNode> each : answers) {
          JsonNode scene = each.get();
          ids.add(scene.path("id").asText());
          assertThat(served.get(200, path + "/" + scene.path("id").asText())).isEqualTo(scene);
        }
        JsonNode latest = served.get(200, path + "/latest");
        assertThat(ids).hasSize(40).contains(latest.path("id").asText());
        assertThat(latest.path("annotations")).hasSize(1);
        assertThat(objects(folder)).hasSize(1);
      } finally {
        threads.shutdownNow();
      }
    }
  }
}
