package dev.relabel.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFolderTest {
  private static final ExportedRun RUN = new ExportedRun("run-1", "best", "ab12", List.of(), "1.0");

  private Path directory = Path.of("");

  @BeforeEach
  void remember(@TempDir Path temporary) {
    directory = temporary.resolve("deep/export");
  }

  private ExportFolder folder() throws IOException {
    return ExportFolder.at(directory.toString(), new Configuration());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void filesReplaceEachOtherAndLeaveNothingElse() throws IOException {
    ExportFolder folder = folder();

    assertThat(folder.begin(RUN, "voc")).isEmpty();
    folder.write("a/b.txt", bytes("old"));
    folder.write("a/b.txt", bytes("new"));
    folder.finish(RUN, "voc");

    assertThat(directory.resolve("a/b.txt")).hasContent("new");
    assertThat(directory.resolve("_relabel.json"))
        .hasContent(
            """
            {
              "kind" : "voc",
              "run" : "run-1",
              "model" : "best",
              "modelSha256" : "ab12",
              "relabel" : "1.0",
              "complete" : true
            }
            """);
    try (var files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @Test
  void anExportThatWasCutOffSaysSoAndIsTidiedUp() throws IOException {
    folder().begin(RUN, "voc");
    Path left =
        Files.writeString(
            Files.createDirectories(directory.resolve(ExportFolder.STAGING)).resolve("x"), "half");

    assertThat(directory.resolve("_relabel.json")).content().contains("\"complete\" : false");
    assertThat(folder().begin(RUN, "voc")).isEmpty();
    assertThat(left).doesNotExist();
  }

  @Test
  void aFolderBelongsToOneRunAndKind() throws IOException {
    folder().begin(RUN, "voc");

    assertThat(folder().begin(RUN, "yolo")).isEqualTo(Optional.of("voc of run-1"));
    assertThat(folder().begin(new ExportedRun("run-2", "best", "ab12", List.of(), "1.0"), "voc"))
        .isEqualTo(Optional.of("voc of run-1"));
    Files.writeString(directory.resolve("_relabel.json"), "{");
    assertThat(folder().begin(RUN, "yolo")).isEmpty();
  }

  @Test
  void whatCannotBeWrittenLeavesNothing() throws IOException {
    Files.createDirectories(directory.resolve("a.txt/inside"));
    ExportFolder folder = folder();

    assertThatThrownBy(() -> folder.write("a.txt", bytes("text"))).isInstanceOf(IOException.class);

    try (var files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void objectStoresAreWrittenInPlace() throws IOException {
    try (MemoryFileSystem.Disk disk = new MemoryFileSystem.Disk("exports", operation -> {})) {
      ExportFolder folder = ExportFolder.at(disk.address("export"), disk.hadoop());
      folder.begin(RUN, "voc");
      folder.write("a/b.txt", bytes("one"));
      folder.finish(RUN, "voc");

      assertThat(ExportFolder.at(disk.address("export"), disk.hadoop()).begin(RUN, "yolo"))
          .isEqualTo(Optional.of("voc of run-1"));
    }
  }
}
