package dev.relabel.platform.embedded.geti;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.embedded.geti.Trainings.Automatic;
import dev.relabel.platform.local.LocalProject;
import dev.relabel.platform.local.LocalProjects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetiModelsTest {
  private final Path temp;
  private final Path directory;

  GetiModelsTest(@TempDir Path temp) {
    this.temp = temp;
    this.directory = Projects.of(temp.resolve("parts"), "rectangle", "a").directory();
  }

  @Test
  void exportsTheModelThatItWasGiven() throws IOException {
    Path onnx = Files.writeString(temp.resolve("best.onnx"), "weights");
    try (ServedGeti served = ServedGeti.serve(directory, GetiSettings.local().withModel(onnx))) {
      JsonNode group = served.get(200, served.project() + "/model_groups").at("/model_groups/0");
      assertThat(group.path("task_id").asText()).isEqualTo(served.task());
      assertThat(group.at("/models/0/active_model").asBoolean()).isTrue();
      String groups = served.project() + "/model_groups/";
      assertThat(served.post(200, groups + group.path("id").asText() + ":activate", ""))
          .isEqualTo(group);
      served.post(404, groups + served.task() + ":activate", "");
      assertThat(
              served
                  .get(200, served.project() + "/models?active_only=true")
                  .at("/models/0/model_group_id"))
          .isEqualTo(group.path("id"));
      String path =
          served.project()
              + "/model_groups/%s/models/%s"
                  .formatted(group.path("id").asText(), group.at("/models/0/id").asText());
      JsonNode detail = served.get(200, path);
      assertThat(detail.at("/labels/0/name").asText()).isEqualTo("bolt");
      JsonNode optimized = detail.at("/optimized_models/0");
      assertThat(optimized.path("model_format").asText()).isEqualTo("ONNX");

      HttpResponse<byte[]> zip =
          served.exchange(
              "GET",
              path
                  + "/optimized_models/%s/export?model_only=true"
                      .formatted(optimized.path("id").asText()),
              null);

      assertThat(zip.headers().firstValue("content-type")).hasValue("application/zip");
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
        ZipEntry entry = in.getNextEntry();
        assertThat(entry).isNotNull();
        assertThat(entry.getName()).isEqualTo("model.onnx");
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("weights");
      }
      served.get(404, path + "/optimized_models/%s/export".formatted(served.task()));
    }
  }

  @Test
  void exportsNoModelWhoseWeightsAreDeleted() throws IOException {
    Path onnx = Files.writeString(temp.resolve("best.onnx"), "weights");
    GetiSettings settings =
        GetiSettings.local().withModel(onnx).withWeights(GetiSettings.Weights.PURGED);
    try (ServedGeti served = ServedGeti.serve(directory, settings)) {
      JsonNode group = served.get(200, served.project() + "/model_groups").at("/model_groups/0");
      assertThat(group.at("/models/0/active_model").asBoolean()).isFalse();
      assertThat(group.at("/models/0/purge_info/is_purged").asBoolean()).isTrue();
      String path =
          served.project()
              + "/model_groups/%s/models/%s"
                  .formatted(group.path("id").asText(), group.at("/models/0/id").asText());
      String optimized = served.get(200, path).at("/optimized_models/0/id").asText();

      served.post(
          405,
          "%s/model_groups/%s:activate".formatted(served.project(), group.path("id").asText()),
          "");
      assertThat(served.get(200, served.project() + "/models?active_only=true").path("models"))
          .isEmpty();
      JsonNode answer = served.get(422, path + "/optimized_models/%s/export".formatted(optimized));

      assertThat(answer.path("error_code").asText()).isEqualTo("model_purging_not_possible");
    }
  }

  @Test
  void hasNoModelsUnlessItWasGivenOne() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      assertThat(served.get(200, served.project() + "/model_groups").path("model_groups"))
          .isEmpty();
      assertThat(
              served
                  .get(404, served.project() + "/model_groups/66a000090000000000000065")
                  .path("error_code")
                  .asText())
          .isEqualTo("model_not_found");
    }
  }

  @Test
  void switchesTrainingOffAsOldServersDo() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String path = served.project() + "/configuration/task_chain/%s".formatted(served.task());
      JsonNode before = served.get(200, path);
      assertThat(before.at("/components/0/parameters/0/value").asBoolean()).isTrue();
      served.get(404, served.project() + "/project_configuration");

      served.post(200, path, before.toString().replace("\"value\":true", "\"value\":false"));

      assertThat(served.get(200, path).at("/components/0/parameters/0/value").asBoolean())
          .isFalse();
      write(served);
      assertThat(served.server().trainings()).isZero();
    }
    try (ServedGeti served = ServedGeti.serve(directory)) {
      write(served);
      assertThat(served.server().trainings()).as("after a restart").isZero();
    }
  }

  @Test
  void switchesTrainingOffAsNewServersDo() {
    GetiSettings settings = GetiSettings.local().withVersion("2.12.1");
    try (ServedGeti served = ServedGeti.serve(directory, settings)) {
      String path = served.project() + "/project_configuration";
      write(served);
      write(served);
      assertThat(served.server().trainings()).as("writes shortly after another").isEqualTo(1);

      served.send(
          200,
          "PATCH",
          path,
          "{'task_configs':[{'task_id':'%s','auto_training':[{'key':'enable','value':false}]}]}"
              .formatted(served.task()));

      assertThat(served.get(200, path).at("/task_configs/0/auto_training/0/value").asBoolean())
          .isFalse();
      served.send(
          400,
          "PATCH",
          path,
          "{'task_configs':[{'task_id':'%s','auto_training':[{'key':'enable','value':'no'}]}]}"
              .formatted(served.task()));
    }
  }

  private static void write(ServedGeti served) {
    String body =
        ServedGeti.annotations(
            ServedGeti.annotation(ServedGeti.box(1, 2, 3, 4), served.label("bolt")));
    served.post(200, served.image("a") + "/annotations", body);
  }

  @Test
  void trainsOnceAfterEachPause() throws IOException {
    long[] second = {0};
    InstantSource source = () -> Instant.ofEpochSecond(second[0]);
    Trainings trainings = new Trainings(clock(source));
    try (LocalProjects projects = LocalProjects.open(directory)) {
      LocalProject local = projects.all().get(0);
      GetiProject project = GetiProject.of(local, Optional.empty());
      for (long now : new long[] {0, 3, 8, 14}) {
        second[0] = now;
        trainings.noteWrite(project);
      }
      assertThat(trainings.count()).isEqualTo(2);
      trainings.setAutomatic(local, project.firstTask().id(), Automatic.OFF);
      second[0] = 100;
      trainings.noteWrite(project);
      assertThat(trainings.count()).isEqualTo(2);
    }
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }
}
