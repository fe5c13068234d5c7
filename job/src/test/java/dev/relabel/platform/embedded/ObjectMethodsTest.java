package dev.relabel.platform.embedded;

import static dev.relabel.platform.embedded.VideoProject.box;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.testing.ProjectFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectMethodsTest {
  private static final String FOREIGN =
      ProjectFixture.json(
          """
          {'size':{'height':64,'width':64},'framesCount':10,'description':'theirs','key':'aa','tags':[],
           'objects':[{'key':'0b','classTitle':'car','tags':[],'mystery':7},
                      {'key':'0a','classTitle':'road','tags':[]}],
           'frames':[
             {'index':4,'figures':[{'key':'1a','objectKey':'0a','geometryType':'polygon',
               'geometry':{'points':{'exterior':[[1,1],[9,1],[9,9]],'interior':[]}}}]},
             {'index':1,'figures':[{'key':'1b','objectKey':'0b','geometryType':'rectangle',
               'geometry':{'points':{'exterior':[[2,1],[40,30]],'interior':[]}}}]},
             {'index':2,'figures':[]}]}
          """);

  private final ProjectFolder folder;

  ObjectMethodsTest(@TempDir Path temp) {
    this.folder = VideoProject.folder(temp);
  }

  @Test
  void objectsAreAddedToVideosOfADatasetAndAnsweredInTheirOrder() {
    try (VideoProject project = VideoProject.serve(folder)) {
      ServedProject served = project.served();
      JsonNode ids =
          served.post(
              "annotation-objects.bulk.add",
              "{'datasetId':%s,'annotationObjects':[{'classId':%s,'entityId':%s},"
                  + "{'classId':%s,'entityId':%s}]}",
              project.dataset(),
              served.classId("car"),
              project.video("b.mkv"),
              served.classId("road"),
              project.video("a.mkv"));

      JsonNode object = project.annotation("b.mkv").at("/objects/0");
      assertThat(object.path("id")).isEqualTo(ids.at("/0/id"));
      assertThat(object.path("classTitle").asText()).isEqualTo("car");
      assertThat(object.path("classId").asLong()).isEqualTo(served.classId("car"));
      assertThat(object.path("tags")).isEmpty();
      assertThat(object.path("labelerLogin").asText()).isEqualTo("relabel");
      assertThat(project.annotation("a.mkv").at("/objects/0/id")).isEqualTo(ids.at("/1/id"));
    }
  }

  @Test
  void nothingIsAddedWhenOneObjectIsRefused() {
    try (VideoProject project = VideoProject.serve(folder)) {
      String body =
          "{'datasetId':%s,'annotationObjects':[{'classId':%s,'entityId':%s},"
              + "{'classId':%s,'entityId':%s}]}";
      long car = project.served().classId("car");
      long video = project.video("a.mkv");

      for (long[] refused : new long[][] {{404, car, 1}, {400, 1, video}}) {
        project
            .served()
            .refused(
                (int) refused[0],
                "annotation-objects.bulk.add",
                body,
                project.dataset(),
                car,
                video,
                refused[1],
                refused[2]);
      }

      assertThat(project.annotation("a.mkv").path("objects")).isEmpty();
    }
  }

  @Test
  void objectsAreListedWithTheFieldsThatClientsKnow() {
    try (VideoProject project = VideoProject.serve(folder)) {
      ServedProject served = project.served();
      long a = project.addObject("a.mkv", "car");
      long b = project.addObject("b.mkv", "road");
      String list = "{'datasetId':%s,'filter':[{'field':'%s','operator':'%s','value':%s}]}";

      JsonNode ofA =
          served.post(
              "annotation-objects.list",
              list,
              project.dataset(),
              "entityId",
              "=",
              project.video("a.mkv"));
      JsonNode byId =
          served.post(
              "annotation-objects.list", list, project.dataset(), "id", "in", "[" + b + "]");
      JsonNode page =
          served.post(
              "annotation-objects.list",
              "{'datasetId':%s,'page':2,'per_page':1}",
              project.dataset());

      JsonNode object = ofA.path("entities").path(0);
      assertThat(object.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder(
              "id",
              "description",
              "createdAt",
              "updatedAt",
              "datasetId",
              "classId",
              "entityId",
              "tags",
              "meta",
              "createdBy");
      assertThat(object.path("id").asLong()).isEqualTo(a);
      assertThat(object.path("classId").asLong()).isEqualTo(served.classId("car"));
      assertThat(object.path("entityId").asLong()).isEqualTo(project.video("a.mkv"));
      assertThat(byId.at("/entities/0/id").asLong()).isEqualTo(b);
      assertThat(page.at("/entities/0/id").asLong()).isEqualTo(b);
      assertThat(served.post("annotation-objects.info", "{'id':%s}", a)).isEqualTo(object);
      served.refused(404, "annotation-objects.info", "{'id':%s}", a + 1);
    }
  }

  @Test
  void aRemovedObjectTakesItsFiguresAlong() {
    try (VideoProject project = VideoProject.serve(folder)) {
      long removed = project.addObject("a.mkv", "car");
      long kept = project.addObject("a.mkv", "car");
      project.addFigures("a.mkv", box(removed, 1, 3, 40), box(removed, 2, 3, 40));
      List<Long> figure = project.addFigures("a.mkv", box(kept, 2, 3, 40));

      project.served().post("annotation-objects.bulk.remove", "[%s,%s,1]", removed, kept + 50);

      assertThat(project.annotation("a.mkv").path("objects")).hasSize(1);
      assertThat(project.figureIds("a.mkv")).isEqualTo(figure);
      project.served().refused(400, "annotation-objects.bulk.remove", "{}");
    }
  }

  @Test
  void figuresThatOthersTiedToObjectsByKeysAreRead() {
    folder.annotation("day", "a.mkv", FOREIGN);
    try (VideoProject project = VideoProject.serve(folder)) {
      JsonNode read = project.annotation("a.mkv");

      assertThat(read.path("description").asText()).isEqualTo("theirs");
      assertThat(read.path("frames"))
          .extracting(each -> each.path("index").asInt())
          .containsExactly(1, 4);
      assertThat(read.at("/frames/0/figures/0/objectId")).isEqualTo(read.at("/objects/0/id"));
      assertThat(read.at("/frames/1/figures/0/objectId")).isEqualTo(read.at("/objects/1/id"));
      assertThat(project.annotation("a.mkv")).isEqualTo(read);

      project.addFigures("a.mkv", box(read.at("/objects/0/id").asLong(), 3, 5, 9));

      JsonNode file = ProjectFixture.read(project.annotationFile("a.mkv"));
      assertThat(file.at("/objects/0/mystery").asInt()).isEqualTo(7);
      assertThat(file.at("/frames/1/figures/0/objectKey").asText()).isEqualTo("0b");
      assertThat(file.path("key").asText()).isEqualTo("aa");
      JsonNode after = project.annotation("a.mkv");
      assertThat(after.at("/frames/0")).isEqualTo(read.at("/frames/0"));
      assertThat(after.at("/frames/2/figures/0/id")).isEqualTo(read.at("/frames/1/figures/0/id"));
    }
  }

  @Test
  void figuresFollowTheirObjectsWhenTheirIdsAreFromElsewhere() {
    folder.annotation(
        "day",
        "a.mkv",
        FOREIGN
            .replace("\"objectKey\":\"0a\"", "\"objectId\":77")
            .replace("{\"key\":\"0a\"", "{\"id\":77"));
    try (VideoProject project = VideoProject.serve(folder)) {
      JsonNode read = project.annotation("a.mkv");

      assertThat(read.at("/objects/1/id").asLong()).isNotEqualTo(77);
      assertThat(read.at("/frames/1/figures/0/objectId")).isEqualTo(read.at("/objects/1/id"));
    }
  }

  @Test
  void aFigureWithoutItsObjectIsDamage() {
    folder.annotation(
        "day", "a.mkv", FOREIGN.replace("\"objectKey\":\"0a\"", "\"objectKey\":\"0c\""));
    try (VideoProject project = VideoProject.serve(folder)) {
      JsonNode error =
          project
              .served()
              .refused(
                  400,
                  "videos.annotations.bulk.info",
                  "{'datasetId':%s,'videoIds':[%s]}",
                  project.dataset(),
                  project.video("a.mkv"));

      assertThat(error.path("error").asText())
          .contains("a.mkv.json", "object that it does not have");
    }
  }

  @Test
  void tagsOfObjectsAreNotServed() {
    try (VideoProject project = VideoProject.serve(folder)) {
      project.served().refused(501, "annotation-objects.tags.bulk.add", "{}");
    }
  }
}
