package dev.relabel.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.local.ProjectFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectMethodsTest {
  private final Path root;
  private final ServedProject served;
  private final long project;

  ProjectMethodsTest(@TempDir Path temp) {
    this.root = temp.resolve("served");
    ProjectFixture.in(root.resolve("city"))
        .image("day", "a.png", 8, 6)
        .image("day/datasets/fog", "b.png", 8, 6)
        .image("night", "c.png", 8, 6);
    this.served = ServedProject.serve(root);
    this.project = served.project();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void describesProjects() {
    JsonNode info = served.post("projects.info", "{'id':%s}", project);

    assertThat(info.path("name").asText()).isEqualTo("city");
    assertThat(info.path("type").asText()).isEqualTo("images");
    assertThat(info.path("imagesCount").asInt()).isEqualTo(3);
    assertThat(info.path("datasetsCount").asInt()).isEqualTo(3);
    assertThat(info.path("size").isTextual()).isTrue();
    served.refused(404, "projects.info", "{'id':9}");
  }

  @Test
  void findsProjectsByName() {
    String body =
        "{'workspaceId':1,'filter':[{'field':'name','operator':'=','value':'%s'}],"
            + "'fields':['id','name']}";
    assertThat(served.post("projects.list", body, "city").path("total").asInt()).isEqualTo(1);
    assertThat(served.post("projects.list", body, "town").path("total").asInt()).isZero();
  }

  @Test
  void listsDatasetsOfTheTopOrAllOrBelowOne() {
    String body = "{'projectId':%s,'filter':[%s],'recursive':%s}";
    JsonNode top = served.post("datasets.list", body, project, "", false);
    JsonNode all = served.post("datasets.list", body, project, "", true);
    JsonNode below =
        served.post(
            "datasets.list",
            body,
            project,
            "{'field':'parentId','operator':'=','value':%s}".formatted(served.dataset("day")),
            true);

    assertThat(names(top)).containsExactly("day", "night");
    assertThat(names(all)).containsExactly("day", "fog", "night");
    assertThat(names(below)).containsExactly("fog");
    assertThat(top.at("/entities/0").get("parentId").isNull()).isTrue();
    assertThat(top.at("/entities/0").has("customData")).isFalse();
    assertThat(
            served
                .post("datasets.list", "{'projectId':%s,'extraFields':['customData']}", project)
                .at("/entities/0/customData")
                .isObject())
        .isTrue();
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.path("entities").forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  @Test
  void makesProjectsAndNestedDatasets() {
    JsonNode made =
        served.post(
            "projects.add",
            "{'name':'city [Predictions]','workspaceId':1,'description':'by run 7',"
                + "'type':'images'}");
    long id = made.path("id").asLong();
    long parent =
        served
            .post("datasets.add", "{'projectId':%s,'name':'day','parentId':null}", id)
            .path("id")
            .asLong();
    JsonNode child =
        served.post(
            "datasets.add",
            "{'projectId':%s,'name':'fog','description':'','parentId':%s,'customData':{'a':1}}",
            id,
            parent);

    assertThat(made.path("description").asText()).isEqualTo("by run 7");
    assertThat(child.path("parentId").asLong()).isEqualTo(parent);
    assertThat(root.resolve("city [Predictions]/meta.json")).exists();
    assertThat(root.resolve("city [Predictions]/day/datasets/fog/ann")).isDirectory();
    assertThat(served.post("projects.meta", "{'id':%s}", id).path("classes")).isEmpty();
    JsonNode error = served.refused(400, "datasets.add", "{'projectId':%s,'name':'day'}", id);
    assertThat(error.at("/details/type").asText()).isEqualTo("NONUNIQUE");
    served.refused(400, "projects.add", "{'name':'city','workspaceId':1}");
    assertThat(served.server().projects())
        .extracting(each -> each.name())
        .containsExactly("city", "city [Predictions]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "..", "a/b", "", ".relabel", "a\\u0001b"})
  void refusesNamesThatAreNoPlainDirectoryNames(String name) {
    served.refused(400, "datasets.add", "{'projectId':%s,'name':'%s'}", project, name);
    served.refused(400, "projects.add", "{'name':'%s','workspaceId':1}", name);
    assertThat(root.resolve("../x")).doesNotExist();
  }

  @Test
  void mergesMetaByNameRemovesNothingAndAnswersIds() {
    long car = served.classId("car");
    JsonNode stored =
        served.post(
            "projects.meta.update",
            "{'id':%s,'meta':{'classes':[{'title':'bus','shape':'rectangle','color':'#010203'},"
                + "{'title':'car','shape':'rectangle','color':'#FFFFFF'}],"
                + "'tags':[{'name':'fog','value_type':'none','color':'#000000'}],"
                + "'projectType':'images'}}",
            project);
    served.post(
        "projects.settings.update",
        "{'id':%s,'settings':{'groupImages':false,'groupImagesByTagId':null}}",
        project);

    assertThat(stored).isEqualTo(served.post("projects.meta", "{'id':%s}", project));
    assertThat(stored.path("classes")).hasSize(4).allMatch(each -> each.path("id").asLong() > 0);
    assertThat(stored.at("/classes/0/id").asLong()).isEqualTo(car);
    assertThat(stored.at("/classes/0/color").asText()).isEqualTo("#FFFFFF");
    assertThat(stored.at("/classes/3/title").asText()).isEqualTo("bus");
    assertThat(stored.path("tags")).hasSize(3);
    assertThat(ProjectFixture.read(root.resolve("city/meta.json"))).isEqualTo(stored);
  }

  @Test
  void refusesToChangeTheShapeOfAClassExceptToAny() {
    String body = "{'id':%s,'meta':{'classes':[{'title':'car','shape':'%s','color':'#010203'}]}}";
    JsonNode error = served.refused(400, "projects.meta.update", body, project, "polygon");

    assertThat(error.path("error").asText()).contains("cannot become polygon");
    served.post("projects.meta.update", body, project, "any");
  }

  @Test
  void listsClassesAndTagsWithAllKeysThatClientsInsistOn() {
    JsonNode tag = served.post("tags.list", "{'projectId':%s}", project).at("/entities/0");
    JsonNode type =
        served.post("advanced.object_classes.list", "{'projectId':%s}", project).at("/entities/0");

    assertThat(fields(tag))
        .contains("id", "projectId", "name", "settings", "color", "createdAt", "updatedAt");
    assertThat(fields(type))
        .contains(
            "id", "name", "description", "shape", "color", "settings", "createdAt", "updatedAt");
  }

  private static List<String> fields(JsonNode node) {
    List<String> fields = new ArrayList<>();
    node.fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  @Test
  void archivesProjects() {
    long made =
        served.post("projects.add", "{'name':'temporary','workspaceId':1}").path("id").asLong();

    served.post("projects.archive", "{'id':%s}", made);

    served.refused(404, "projects.info", "{'id':%s}", made);
    assertThat(root.resolve("temporary")).doesNotExist();
  }
}
