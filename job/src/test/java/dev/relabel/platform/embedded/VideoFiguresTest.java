package dev.relabel.platform.embedded;

import static dev.relabel.platform.embedded.VideoProject.box;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.local.ProjectFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFiguresTest {
  private final VideoProject project;
  private long car;

  VideoFiguresTest(@TempDir Path temp) {
    this.project = VideoProject.serve(VideoProject.folder(temp));
  }

  @BeforeEach
  void addCar() {
    car = project.addObject("a.mkv", "car");
  }

  @AfterEach
  void stop() {
    project.close();
  }

  private JsonNode refused(int status, String figures) {
    return project
        .served()
        .refused(
            status,
            "figures.bulk.add",
            "{'entityId':%s,'figures':[%s]}",
            project.video("a.mkv"),
            figures);
  }

  @Test
  void figuresAreReadByFramesAndAnsweredInTheirOrder() {
    List<Long> ids = project.addFigures("a.mkv", box(car, 7, 3, 40), box(car, 2, 4, 63));

    JsonNode frames = project.annotation("a.mkv").path("frames");
    assertThat(frames).hasSize(2);
    assertThat(frames.at("/0/index").asInt()).isEqualTo(2);
    assertThat(frames.at("/0/figures/0/id").asLong()).isEqualTo(ids.get(1));
    JsonNode figure = frames.at("/1/figures/0");
    assertThat(figure.path("id").asLong()).isEqualTo(ids.get(0));
    assertThat(figure.path("objectId").asLong()).isEqualTo(car);
    assertThat(figure.path("geometryType").asText()).isEqualTo("rectangle");
    assertThat(figure.at("/geometry/points/exterior")).hasToString("[[3,1],[40,30]]");
    assertThat(figure.path("nnCreated").asBoolean()).isTrue();
    assertThat(figure.path("trackId").asText()).isEqualTo("t7");
    assertThat(figure.path("priority").asInt()).isEqualTo(1);
    assertThat(figure.path("labelerLogin").asText()).isEqualTo("relabel");
    assertThat(figure.path("createdAt").asText()).endsWith("Z");
    assertThat(figure.has("objectKey")).isFalse();
  }

  @Test
  void theFileHasTheFormOfVideoProjects() {
    project.addFigures("a.mkv", box(car, 7, 3, 40));

    JsonNode file = ProjectFixture.read(project.annotationFile("a.mkv"));
    assertThat(file.path("framesCount").asInt()).isEqualTo(VideoProject.FRAMES);
    assertThat(file.path("size")).hasToString("{\"height\":64,\"width\":64}");
    assertThat(file.at("/frames/0/figures/0/geometry/points/exterior"))
        .hasToString("[[3,1],[40,30]]");
    assertThat(file.at("/frames/0/figures/0/objectKey")).isEqualTo(file.at("/objects/0/key"));
    assertThat(file.at("/objects/0/key").asText()).matches("[0-9a-f]{32}");
    assertThat(file.at("/frames/0/figures/0").has("meta")).isFalse();
  }

  @Test
  void theSameFiguresSentAgainAreAddedAgain() {
    List<Long> first = project.addFigures("a.mkv", box(car, 7, 3, 40));
    List<Long> second = project.addFigures("a.mkv", box(car, 7, 3, 40));

    assertThat(project.figureIds("a.mkv")).containsExactly(first.get(0), second.get(0));
  }

  @Test
  void nothingIsAddedWhenOneFigureIsRefused() {
    long road = project.addObject("a.mkv", "road");
    long elsewhere = project.addObject("b.mkv", "car");
    String good = box(car, 0, 3, 40) + ",";

    for (long object : new long[] {1, elsewhere, road}) {
      refused(400, good + box(object, 0, 3, 40));
    }
    for (int frame : new int[] {-1, VideoProject.FRAMES}) {
      refused(400, good + box(car, frame, 3, 40));
    }
    refused(400, good + box(car, 0, 3, 64)); // the last column is included: 63 is the last one
    refused(400, good + box(car, 0, -1, 40));
    refused(400, good + "{'objectId':%s,'meta':{'frame':0}}".formatted(car));
    refused(400, good + "{'objectId':%s,'geometry':{'points':1}}".formatted(car));
    refused(400, good + "7");
    project
        .served()
        .refused(404, "figures.bulk.add", "{'entityId':1,'figures':[%s]}", box(car, 0, 3, 40));

    assertThat(project.figureIds("a.mkv")).isEmpty();
  }

  @Test
  void boundsAreNotCheckedWhereClientsSaySo() {
    project
        .served()
        .post(
            "figures.bulk.add",
            "{'entityId':%s,'figures':[%s],'skipBoundsValidation':true}",
            project.video("a.mkv"),
            box(car, 0, 3, 64));

    assertThat(project.figureIds("a.mkv")).hasSize(1);
  }

  @Test
  void anObjectOfAClassOfAnyShapeTakesAllOfThem() {
    long thing = project.addObject("a.mkv", "thing");

    assertThat(project.addFigures("a.mkv", box(thing, 0, 3, 40))).hasSize(1);
  }

  @Test
  void figuresOfSeveralVideosComeInOneCall() {
    long other = project.addObject("b.mkv", "car");
    String onA = box(car, 1, 3, 40).replaceFirst("\\{", "{'entityId':%s,");
    String onB = box(other, 1, 3, 40).replaceFirst("\\{", "{'entityId':%s,");
    JsonNode ids =
        project
            .served()
            .post(
                "figures.bulk.add",
                "{'datasetId':%s,'figures':[" + onB + "," + onA + "]}",
                project.dataset(),
                project.video("b.mkv"),
                project.video("a.mkv"));

    assertThat(project.figureIds("b.mkv")).containsExactly(ids.at("/0/id").asLong());
    assertThat(project.figureIds("a.mkv")).containsExactly(ids.at("/1/id").asLong());
  }

  @Test
  void figuresAreListedInTheOrderOfTheirIds() {
    long second = project.addObject("a.mkv", "thing");
    List<Long> ids =
        project.addFigures("a.mkv", box(car, 7, 3, 40), box(second, 2, 4, 40), box(car, 5, 5, 40));
    String filter = "{'datasetId':%s,'filter':[{'field':'%s','operator':'in','value':[%s]}]}";

    for (String by : new String[] {"entityId", "objectId", "id"}) {
      JsonNode answer =
          project
              .served()
              .post(
                  "figures.list",
                  filter,
                  project.dataset(),
                  by,
                  by.equals("entityId")
                      ? project.video("a.mkv")
                      : by.equals("id") ? ids.get(0) + "," + ids.get(2) : car);
      assertThat(answer.path("entities"))
          .extracting(each -> each.path("id").asLong())
          .isEqualTo(by.equals("entityId") ? ids : List.of(ids.get(0), ids.get(2)));
    }
    JsonNode page =
        project
            .served()
            .post(
                "figures.list",
                "{'datasetId':%s,'pagination_mode':'token','per_page':2}",
                project.dataset());
    assertThat(page.path("after").asLong()).isEqualTo(ids.get(1));
  }

  @Test
  void aFigureTellsItsObjectAndFrame() {
    long id = project.addFigures("a.mkv", box(car, 7, 3, 40)).get(0);

    JsonNode figure = project.served().post("figures.info", "{'id':%s}", id);

    assertThat(figure.path("objectId").asLong()).isEqualTo(car);
    assertThat(figure.path("entityId").asLong()).isEqualTo(project.video("a.mkv"));
    assertThat(figure.path("classId").asLong()).isEqualTo(project.served().classId("car"));
    assertThat(figure.path("meta")).hasToString("{\"frame\":7}");
    assertThat(figure.at("/geometry/points/exterior")).hasToString("[[3,1],[40,30]]");
    assertThat(figure.at("/geometryMeta/bbox")).hasToString("[1.0,3.0,30.0,40.0]");
    project.served().refused(404, "figures.info", "{'id':%s}", car);
  }

  @Test
  void anObjectOutlivesItsLastFigureAndNumbersAreNotGivenAgain() {
    long removed = project.addFigures("a.mkv", box(car, 7, 3, 40)).get(0);

    project.served().post("figures.bulk.remove", "{'figureIds':[%s,%s,1]}", removed, car);

    assertThat(project.annotation("a.mkv").path("frames")).isEmpty();
    assertThat(project.annotation("a.mkv").at("/objects/0/id").asLong()).isEqualTo(car);
    assertThat(project.addFigures("a.mkv", box(car, 7, 3, 40)).get(0)).isGreaterThan(removed);
  }

  @Test
  void idsAreTheSameAfterARestart() {
    project.addFigures("a.mkv", box(car, 7, 3, 40), box(car, 2, 3, 40));
    JsonNode before = project.annotation("a.mkv");

    project.restart();

    assertThat(project.annotation("a.mkv")).isEqualTo(before);
  }

  @Test
  void whatIsAddedAtOnceIsNotLost() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<Long>>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int frame = i % VideoProject.FRAMES;
        answers.add(pool.submit(() -> project.addFigures("a.mkv", box(car, frame, 3, 40))));
      }
      List<Long> ids = new ArrayList<>();
      for (Future<List<Long>> each : answers) {
        ids.addAll(each.get());
      }
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(project.figureIds("a.mkv")).containsExactlyInAnyOrderElementsOf(ids);
    } finally {
      pool.shutdownNow();
    }
  }
}
