package dev.relabel.platform.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What crashes, failures and other processes leave of a project. */
class LocalProjectsCrashTest {
  private final Path temp;

  LocalProjectsCrashTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void forgetsALastLineOfIdsThatWasTornInsideACharacter() throws IOException {
    Path directory = temp.resolve("city");
    ProjectFixture fixture = ProjectFixture.in(directory).image("day", "a.png", 8, 6);
    Map<String, Long> before = ids(directory);
    Path log = directory.resolve(".relabel/ids");
    byte[] torn = "[\"image\",900,1,\"caf\u00e9".getBytes(StandardCharsets.UTF_8);
    Files.write(log, Arrays.copyOf(torn, torn.length - 1), StandardOpenOption.APPEND);
    fixture.image("day", "b.png", 8, 6);

    assertThat(ids(directory)).containsAllEntriesOf(before).hasSize(before.size() + 1);
    assertThat(Files.readString(log)).doesNotContain("caf").endsWith("\n");
  }

  @Test
  void makesADatasetWhereACrashHasLeftHalfOfOne() throws IOException {
    Path directory = temp.resolve("city");
    ProjectFixture.in(directory).image("day", "a.png", 8, 6);
    Files.createDirectories(directory.resolve("night/ann"));
    Files.createDirectories(directory.resolve("notes/ann"));
    Files.writeString(directory.resolve("notes/ann/keep.txt"), "mine");

    try (LocalProjects projects = LocalProjects.open(directory)) {
      LocalProject project = projects.all().get(0);
      assertThat(project.addDataset(Optional.empty(), "night").imageCount()).isZero();
      assertThatThrownBy(() -> project.addDataset(Optional.empty(), "notes"))
          .isInstanceOf(NameRefusedException.class);
    }
  }

  @Test
  void leavesNothingOfImagesThatCannotAllBeAdded() throws IOException {
    Path directory = temp.resolve("city");
    ProjectFixture.in(directory).image("day", "a.png", 8, 6);
    Files.writeString(directory.resolve("day/meta"), "a file where a directory has to be");
    Path content = Files.write(temp.resolve("content"), ProjectFixture.png(9, 9));
    ObjectNode meta = JsonFile.JSON.createObjectNode().put("k", 1);

    try (LocalProjects projects = LocalProjects.open(directory)) {
      LocalDataset day = projects.all().get(0).datasets().get(0);
      assertThatThrownBy(
              () ->
                  day.addImages(
                      List.of(
                          new NewImage("b.png", content, "hash", Optional.empty()),
                          new NewImage("c.png", content, "hash", Optional.of(meta)))))
          .isInstanceOf(IOException.class);
      assertThat(day.imageCount()).isOne();
      assertThat(directory.resolve("day/img/b.png")).doesNotExist();
      assertThat(directory.resolve("day/ann/b.png.json")).doesNotExist();
    }
  }

  @Test
  void keepsAProjectForOneWriterThroughWhicheverDirectory() {
    ProjectFixture.in(temp.resolve("all/city")).image("day", "a.png", 8, 6);
    try (LocalProjects all = LocalProjects.open(temp.resolve("all"))) {
      assertThatThrownBy(() -> LocalProjects.open(temp.resolve("all/city")))
          .isInstanceOf(LocalProjectException.class)
          .hasMessageContaining("city is in use: another process serves this project");
      try (LocalProjects reader = LocalProjects.openReadOnly(temp.resolve("all/city"))) {
        assertThat(reader.all()).hasSameSizeAs(all.all());
      }
    }
    LocalProjects.open(temp.resolve("all/city")).close();
  }

  private static Map<String, Long> ids(Path directory) {
    Map<String, Long> ids = new TreeMap<>();
    try (LocalProjects projects = LocalProjects.open(directory)) {
      for (LocalImage image : projects.all().get(0).datasets().get(0).images()) {
        ids.put(image.name(), image.id());
      }
    }
    return ids;
  }
}
