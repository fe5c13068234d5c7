package dev.relabel.platform.embedded.geti;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.geti.format.TaskType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetiProjectsTest {
  private final Path temp;

  GetiProjectsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private static List<String> texts(JsonNode list, String key) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.path(key).asText()));
    return texts;
  }

  @Test
  void describesAProjectWithItsTasksAndLabels() {
    Path directory = Projects.of(temp.resolve("parts"), "rectangle", "a").directory();
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode project = served.get(200, served.project());

      assertThat(project.path("name").asText()).isEqualTo("parts");
      assertThat(project.at("/datasets/0/use_for_training").asBoolean()).isTrue();
      assertThat(project.at("/datasets/0/id").asText()).isEqualTo(served.datasetId());
      assertThat(texts(project.at("/pipeline/tasks"), "task_type"))
          .containsExactly("dataset", "detection");
      JsonNode labels = project.at("/pipeline/tasks/1/labels");
      assertThat(texts(labels, "name")).containsExactly("bolt", "nut", "No object");
      assertThat(texts(labels, "group"))
          .containsExactly("Detection labels", "Detection labels", "No object");
      assertThat(texts(labels, "is_empty")).containsExactly("false", "false", "true");
      assertThat(labels.at("/0/color").asText()).isEqualTo("#0015ffff");
      assertThat(texts(labels, "id"))
          .allMatch(each -> each.matches("[0-9a-f]{24}"))
          .doesNotHaveDuplicates();
      assertThat(project.at("/pipeline/connections/0/to"))
          .isEqualTo(project.at("/pipeline/tasks/1/id"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rectangle, detection, 3",
    "oriented_bbox, rotated_detection, 3",
    "polygon, instance_segmentation, 3",
    "bitmap, instance_segmentation, 3",
    "any, instance_segmentation, 3",
    "point, keypoint_detection, 2"
  })
  void derivesTheTaskFromTheShapesOfClasses(String shape, String task, int labels) {
    Path directory = Projects.of(temp.resolve("parts"), shape, "a").directory();
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode found = served.get(200, served.project()).at("/pipeline/tasks/1");
      assertThat(found.path("task_type").asText()).isEqualTo(task);
      assertThat(found.path("labels")).hasSize(labels);
    }
  }

  @Test
  void takesTagsAloneForAClassificationOfAnyNumberOfLabels() {
    Path directory = Projects.ofTags(temp.resolve("weather"), "a").directory();
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode task = served.get(200, served.project()).at("/pipeline/tasks/1");
      assertThat(task.path("task_type").asText()).isEqualTo("classification");
      assertThat(texts(task.path("labels"), "name")).containsExactly("night", "rain", "No class");
      assertThat(texts(task.path("labels"), "group")).doesNotHaveDuplicates();
    }
  }

  @Test
  void canBeToldWhatProjectsAreAbout() {
    Path directory = Projects.of(temp.resolve("parts"), "polygon", "a").directory();
    GetiSettings settings = GetiSettings.local().withTaskType(TaskType.SEGMENTATION);
    try (ServedGeti served = ServedGeti.serve(directory, settings)) {
      assertThat(served.get(200, served.project()).at("/pipeline/tasks/1/task_type").asText())
          .isEqualTo("segmentation");
    }
  }

  @Test
  void namesANextPageWhereverThereIsAProject() {
    for (String name : List.of("a", "b", "c")) {
      Projects.of(temp.resolve("all").resolve(name), "rectangle", "a");
    }
    try (ServedGeti served = ServedGeti.serve(temp.resolve("all"))) {
      JsonNode first =
          served.get(200, served.workspace() + "/projects?limit=2&sort_by=name&sort_direction=asc");
      assertThat(texts(first.path("projects"), "name")).containsExactly("a", "b");
      assertThat(first.path("project_counts").asInt()).isEqualTo(3);
      assertThat(first.path("project_page_count").asInt()).isEqualTo(2);
      assertThat(first.at("/projects/0").has("datasets")).isFalse();
      JsonNode second = served.get(200, first.path("next_page").asText());
      assertThat(second.path("projects")).hasSize(1);
      assertThat(second.path("next_page").asText()).contains("skip=4");
      JsonNode third = served.get(200, second.path("next_page").asText());
      assertThat(third.path("projects")).isEmpty();
      assertThat(third.path("next_page").asText()).isEmpty();

      JsonNode error = served.get(400, served.workspace() + "/projects?limit=101");
      assertThat(error.at("/message/limit").isArray()).isTrue();
    }
  }

  @Test
  void makesAndRemovesProjects() {
    Path directory = Projects.of(temp.resolve("parts"), "rectangle", "a").directory();
    String body =
        "{'name':'fruit','pipeline':{'connections':[],'tasks':[{'title':'Dataset','task_type':'dataset'},"
            + "{'title':'Turned','task_type':'rotated_detection','labels':[{'name':'fruit','group':'G'},"
            + "{'name':'apple','group':'H','parent_id':'fruit'}]}]}}";
    String made;
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode project = served.post(201, served.workspace() + "/projects", body);
      made = served.workspace() + "/projects/" + project.path("id").asText();
      assertThat(served.get(200, made).path("datasets")).hasSize(1);
      served.post(400, served.workspace() + "/projects", body);
      served.post(400, served.workspace() + "/projects", "{'name':'x'}");
    }
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode task = served.get(200, made).at("/pipeline/tasks/1");
      assertThat(task.path("task_type").asText()).isEqualTo("rotated_detection");
      assertThat(task.at("/labels/1/parent_id")).isEqualTo(task.at("/labels/0/id"));
      assertThat(task.at("/labels/1/group").asText()).isEqualTo("H");

      assertThat(served.send(200, "DELETE", made, null).path("result").asText())
          .isEqualTo("success");
      served.get(404, made);
      assertThat(served.send(409, "DELETE", served.project(), null).path("error_code").asText())
          .isEqualTo("project_locked");
    }
  }

  @Test
  void listsAndAddsDatasets() {
    Path directory = Projects.of(temp.resolve("parts"), "rectangle", "a").directory();
    try (ServedGeti served = ServedGeti.serve(directory)) {
      served.post(200, served.project() + "/datasets", "{'name':'test'}");
      JsonNode datasets = served.get(200, served.project() + "/datasets").path("datasets");
      assertThat(texts(datasets, "name")).containsExactly("ds", "test");
      assertThat(texts(datasets, "use_for_training")).containsExactly("true", "false");
      assertThat(served.get(200, served.dataset()).path("name").asText()).isEqualTo("ds");
    }
  }
}
