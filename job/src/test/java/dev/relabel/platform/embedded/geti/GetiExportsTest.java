package dev.relabel.platform.embedded.geti;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.format.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetiExportsTest {
  private final Path directory;

  GetiExportsTest(@TempDir Path temp) {
    this.directory =
        Projects.of(temp.resolve("parts"), "rectangle", "a", "b")
            .annotation("ds", "a.png", Projects.annotation(Projects.box("nut", 2, 3, 20, 30)))
            .directory();
  }

  private static JsonNode export(ServedGeti served, String query) throws IOException {
    String job =
        served
            .post(200, served.dataset() + ":prepare-for-export?export_format=coco" + query, "")
            .path("job_id")
            .asText();
    String path = served.workspace() + "/jobs/" + job;
    assertThat(served.get(200, path).path("state").asText()).isEqualTo("running");
    JsonNode done = served.get(200, path);
    assertThat(done.path("state").asText()).isEqualTo("finished");
    String download = "/" + done.at("/metadata/download_url").asText();
    byte[] zip = served.exchange("GET", download, null).body();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      ZipEntry entry = in.getNextEntry();
      assertThat(entry).isNotNull();
      assertThat(entry.getName()).isEqualTo("annotations/instances_default.json");
      return Json.read(in.readAllBytes());
    }
  }

  @Test
  void aDatasetIsExportedWhenItsJobIsDone() throws IOException {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      JsonNode coco = export(served, "");

      assertThat(coco.path("images")).hasSize(1);
      assertThat(coco.at("/images/0/file_name").asText()).isEqualTo("a.png");
      assertThat(coco.at("/images/0/width").asInt()).isEqualTo(80);
      assertThat(coco.path("categories"))
          .extracting(each -> each.path("name").asText())
          .as("without the label that says that there is nothing")
          .containsExactly("bolt", "nut");
      assertThat(coco.path("annotations")).hasSize(1);
      assertThat(coco.at("/annotations/0/category_id").asInt()).isEqualTo(2);
      assertThat(coco.at("/annotations/0/bbox"))
          .extracting(JsonNode::asInt)
          .containsExactly(2, 3, 19, 28);
      assertThat(export(served, "&include_unannotated_media=true").path("images")).hasSize(2);
    }
  }

  @Test
  void whatIsNotExportedIsSaid() {
    try (ServedGeti served = ServedGeti.serve(directory)) {
      String prepare = served.dataset() + ":prepare-for-export?export_format=";
      served.post(501, prepare + "voc", "");
      served.post(400, prepare + "png", "");
      served.get(404, served.workspace() + "/jobs/66a0000000000000000000ff");
      served.get(404, served.dataset() + "/exports/66a0000000000000000000ff/download");
    }
  }
}
