package dev.relabel.platform.embedded;

import static dev.relabel.platform.local.ProjectFixture.car;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.local.ProjectFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureMethodsTest {
  private final Path directory;
  private final ServedProject served;
  private final long dataset;
  private final long a;
  private final long b;
  private final long car;

  FigureMethodsTest(@TempDir Path temp) {
    this.directory = temp.resolve("city");
    ProjectFixture.in(directory)
        .annotated("ds", "a.png", 80, 60, car(2, 1, 40, 30))
        .image("ds", "b.png", 80, 60);
    this.served = ServedProject.serve(directory);
    this.dataset = served.dataset("ds");
    this.a = served.image("ds", "a.png");
    this.b = served.image("ds", "b.png");
    this.car = served.classId("car");
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private String figure(int left, String more) {
    return ("{%s'classId':%s,'description':'','tags':[{'name':'confidence','value':0.5}],"
            + "'geometryType':'rectangle','shape':'rectangle','geometry':{'points':"
            + "{'exterior':[[%s,1],[60,30]],'interior':[]}},'nnCreated':true,'nnUpdated':true}")
        .formatted(more, car, left);
  }

  private JsonNode labels(long image) {
    return served
        .post(
            "annotations.bulk.info",
            "{'datasetId':%s,'imageIds':[%s],'integerCoords':false}",
            dataset,
            image)
        .at("/0/annotation/objects");
  }

  @Test
  void appendsToOneImageAndAnswersIdsInTheirOrder() {
    JsonNode ids =
        served.post(
            "figures.bulk.add",
            "{'entityId':%s,'figures':[%s,%s],'skipBoundsValidation':false}",
            a,
            figure(3, ""),
            figure(4, ""));

    JsonNode labels = labels(a);
    assertThat(labels).hasSize(3);
    assertThat(labels.at("/1/points/exterior")).hasToString("[[3,1],[60,30]]");
    assertThat(labels.at("/1/id")).isEqualTo(ids.at("/0/id"));
    assertThat(labels.at("/2/id")).isEqualTo(ids.at("/1/id"));
    assertThat(labels.at("/1/classTitle").asText()).isEqualTo("car");
    assertThat(labels.at("/1/tags/0/value").asDouble()).isEqualTo(0.5);
    assertThat(labels.at("/1/nnCreated").asBoolean()).isTrue();
    JsonNode file = ProjectFixture.read(served.annotationFile("ds", "a.png"));
    assertThat(file.at("/objects/1/points/exterior")).hasToString("[[3,1],[59,29]]");
    assertThat(file.at("/objects/1").has("geometry")).isFalse();
  }

  @Test
  void appendsToImagesOfADatasetAndAnswersIdsInTheirOrder() {
    String onA = "'entityId':" + a + ",";
    String onB = "'entityId':" + b + ",";
    JsonNode ids =
        served.post(
            "figures.bulk.add",
            "{'datasetId':%s,'figures':[%s,%s,%s]}",
            dataset,
            figure(1, onB),
            figure(2, onA),
            figure(3, onB));

    assertThat(labels(b).at("/0/id")).isEqualTo(ids.at("/0/id"));
    assertThat(labels(a).at("/1/id")).isEqualTo(ids.at("/1/id"));
    assertThat(labels(b).at("/1/id")).isEqualTo(ids.at("/2/id"));
  }

  @Test
  void addsNothingWhenOneOfTheLabelsIsRefused() {
    served.refused(
        400,
        "figures.bulk.add",
        "{'datasetId':%s,'figures':[%s,%s]}",
        dataset,
        figure(1, "'entityId':" + b + ","),
        figure(-7, "'entityId':" + a + ","));

    assertThat(labels(a)).hasSize(1);
    assertThat(labels(b)).isEmpty();
  }

  @Test
  void removesLabelsAndPassesOverThoseThatAreGone() {
    long id =
        served
            .post("figures.bulk.add", "{'entityId':%s,'figures':[%s]}", a, figure(3, ""))
            .at("/0/id")
            .asLong();

    served.post("figures.bulk.remove", "{'figureIds':[%s,%s,5]}", id, id + 1);
    served.post("figures.bulk.remove", "{'figureIds':[%s]}", id);

    assertThat(labels(a)).hasSize(1);
    served.refused(404, "figures.info", "{'id':%s}", id);
  }

  @Test
  void listsLabelsOfSomeImagesRoundedUnlessAskedNotTo() {
    served.post(
        "figures.bulk.add", "{'entityId':%s,'figures':[%s,%s]}", b, figure(3, ""), figure(4, ""));

    JsonNode list =
        served.post(
            "figures.list",
            "{'datasetId':%s,'filter':[{'field':'entityId','operator':'in','value':[%s]}],"
                + "'integerCoords':false,'page':2,'per_page':1}",
            dataset,
            b);

    assertThat(list.path("total").asInt()).isEqualTo(2);
    assertThat(list.path("pagesCount").asInt()).isEqualTo(2);
    assertThat(list.path("entities")).hasSize(1);
    JsonNode entity = list.at("/entities/0");
    assertThat(entity.path("entityId").asLong()).isEqualTo(b);
    assertThat(entity.path("classId").asLong()).isEqualTo(car);
    assertThat(entity.at("/geometry/points/exterior")).hasToString("[[4,1],[60,30]]");
    assertThat(entity.at("/geometryMeta/bbox")).hasToString("[1.0,4.0,30.0,60.0]");
    assertThat(
            served
                .post("figures.info", "{'id':%s}", entity.path("id"))
                .at("/geometry/points/exterior"))
        .hasToString("[[4,1],[59,29]]");
  }

  @Test
  void listsAllLabelsOfADatasetByToken() {
    served.post(
        "figures.bulk.add", "{'entityId':%s,'figures':[%s,%s]}", b, figure(3, ""), figure(4, ""));

    List<Long> ids = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          served.post(
              "figures.list",
              "{'datasetId':%s,'pagination_mode':'token','per_page':2%s}",
              dataset,
              after);
      assertThat(page.path("total").asInt()).isEqualTo(3);
      page.path("entities").forEach(each -> ids.add(each.path("id").asLong()));
      after = page.get("after").isNull() ? "" : ",'after':" + page.get("after");
    } while (!after.isEmpty());

    assertThat(ids).hasSize(3).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void putsTagsOnLabelsAndImages() {
    long id =
        served
            .post("figures.bulk.add", "{'entityId':%s,'figures':[%s]}", a, figure(3, ""))
            .at("/0/id")
            .asLong();
    long night = served.tagId("night");
    long confidence = served.tagId("confidence");

    JsonNode onLabel =
        served.post(
            "figures.tags.bulk.add",
            "{'projectId':%s,'tags':[{'tagId':%s,'figureId':%s}]}",
            served.project(),
            night,
            id);
    JsonNode onImage =
        served.post(
            "tags.entities.bulk.add",
            "{'projectId':%s,'tags':[{'entityId':%s,'tagId':%s,'value':7}]}",
            served.project(),
            b,
            confidence);
    served.post("image-tags.bulk.add-to-image", "{'tagId':%s,'ids':[%s,%s]}", night, a, b);

    assertThat(onLabel.at("/0/id").asLong()).isPositive();
    assertThat(onImage.at("/0/id").asLong()).isPositive();
    assertThat(labels(a).at("/1/tags")).hasSize(2);
    assertThat(labels(a).at("/1/tags/1/name").asText()).isEqualTo("night");
    JsonNode tags = served.post("images.info", "{'id':%s}", b).path("tags");
    assertThat(tags).hasSize(2);
    assertThat(tags.at("/0/tagId").asLong()).isEqualTo(confidence);
    assertThat(tags.at("/0/value").asInt()).isEqualTo(7);
    assertThat(tags.at("/1/tagId").asLong()).isEqualTo(night);
  }

  @Test
  void losesNothingThatIsAddedToTheSameImagesAtTheSameTime() throws Exception {
    int clients = 8;
    int calls = 12;
    ExecutorService pool = Executors.newFixedThreadPool(clients);
    List<Future<Set<Long>>> running = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        int left = i;
        Callable<Set<Long>> client =
            () -> {
              Set<Long> ids = new HashSet<>();
              for (int call = 0; call < calls; call++) {
                served
                    .post(
                        "figures.bulk.add",
                        "{'datasetId':%s,'figures':[%s,%s]}",
                        dataset,
                        figure(left, "'entityId':" + (call % 2 == 0 ? a : b) + ","),
                        figure(left, "'entityId':" + (call % 2 == 0 ? b : a) + ","))
                    .forEach(each -> ids.add(each.path("id").asLong()));
              }
              return ids;
            };
        running.add(pool.submit(client));
      }
      Set<Long> ids = new HashSet<>();
      for (Future<Set<Long>> each : running) {
        ids.addAll(each.get());
      }

      assertThat(ids).hasSize(clients * calls * 2);
      Set<Long> held = new HashSet<>();
      labels(a).forEach(each -> held.add(each.path("id").asLong()));
      labels(b).forEach(each -> held.add(each.path("id").asLong()));
      assertThat(held).containsAll(ids).hasSize(ids.size() + 1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void keepsIdsOverARestart() {
    long id =
        served
            .post("figures.bulk.add", "{'entityId':%s,'figures':[%s]}", b, figure(3, ""))
            .at("/0/id")
            .asLong();
    served.close();

    try (ServedProject again = ServedProject.serve(directory)) {
      assertThat(again.dataset("ds")).isEqualTo(dataset);
      assertThat(again.image("ds", "b.png")).isEqualTo(b);
      assertThat(again.post("figures.info", "{'id':%s}", id).path("entityId").asLong())
          .isEqualTo(b);
      assertThat(again.classId("car")).isEqualTo(car);
    }
  }
}
