package dev.relabel.platform.local;

import static dev.relabel.platform.local.ProjectFixture.car;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalProjectsTest {
  private final Path temp;

  LocalProjectsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void opensNestedDatasetsEachAfterItsParent() {
    ProjectFixture.in(temp.resolve("city"))
        .image("day", "a.png", 8, 6)
        .image("day/datasets/morning", "b.png", 8, 6)
        .image("day/datasets/morning/datasets/fog", "a.png", 8, 6)
        .image("night", "c.png", 8, 6);

    try (LocalProjects projects = LocalProjects.open(temp.resolve("city"))) {
      LocalProject project = projects.all().get(0);

      assertThat(project.name()).isEqualTo("city");
      assertThat(project.imageCount()).isEqualTo(4);
      assertThat(project.datasets())
          .extracting(LocalDataset::name, each -> each.parent().map(LocalDataset::name).orElse("-"))
          .containsExactly(
              tuple("day", "-"),
              tuple("morning", "day"),
              tuple("fog", "morning"),
              tuple("night", "-"));
    }
  }

  @Test
  void servesAllProjectsOfADirectory() {
    ProjectFixture.in(temp.resolve("one")).image("ds", "a.png", 8, 6);
    ProjectFixture.in(temp.resolve("two")).image("ds", "a.png", 8, 6);

    try (LocalProjects projects = LocalProjects.open(temp)) {
      assertThat(projects.all()).extracting(LocalProject::name).containsExactly("one", "two");
    }
  }

  @Test
  void keepsAllIdsOverRestartsAndGivesNewOnesToWhatIsNew() throws IOException {
    Path directory = temp.resolve("city");
    ProjectFixture fixture =
        ProjectFixture.in(directory)
            .annotated("day", "b.png", 80, 60, car(1, 2, 3, 4) + "," + car(5, 6, 7, 8))
            .image("day/datasets/fog", "a.png", 8, 6);
    Map<String, Long> before = ids(directory);
    fixture.image("day", "a.png", 8, 6);

    Map<String, Long> after = ids(directory);

    assertThat(after).containsAllEntriesOf(before).hasSize(before.size() + 1);
    assertThat(after.values()).doesNotHaveDuplicates();
  }

  private static Map<String, Long> ids(Path directory) throws IOException {
    Map<String, Long> ids = new TreeMap<>();
    try (LocalProjects projects = LocalProjects.open(directory)) {
      for (LocalProject project : projects.all()) {
        ids.put(project.name(), project.id());
        project
            .meta()
            .json()
            .path("classes")
            .forEach(
                each -> ids.put("class " + each.path("title").asText(), each.path("id").asLong()));
        project
            .meta()
            .json()
            .path("tags")
            .forEach(
                each -> ids.put("tag " + each.path("name").asText(), each.path("id").asLong()));
        for (LocalDataset dataset : project.datasets()) {
          ids.put(dataset.name(), dataset.id());
          for (LocalImage image : dataset.images()) {
            ids.put(dataset.name() + "/" + image.name(), image.id());
            int i = 0;
            for (var label : projects.annotations().read(image).path("objects")) {
              ids.put(dataset.name() + "/" + image.name() + "#" + i++, label.path("id").asLong());
            }
          }
        }
      }
    }
    return ids;
  }

  @Test
  void readsAnAnnotationWithoutChangingItsFile() throws IOException {
    Path directory = temp.resolve("city");
    ProjectFixture.in(directory).annotated("ds", "a.png", 80, 60, car(1, 2, 3, 4));
    byte[] before = Files.readAllBytes(directory.resolve("ds/ann/a.png.json"));

    try (LocalProjects projects = LocalProjects.open(directory)) {
      LocalImage image = onlyImage(projects);
      ObjectNode annotation = projects.annotations().read(image);

      assertThat(FigureIds.entityOf(annotation.at("/objects/0/id").asLong())).isEqualTo(image.id());
    }
    assertThat(Files.readAllBytes(directory.resolve("ds/ann/a.png.json"))).isEqualTo(before);
  }

  @Test
  void giveAnImageWithoutAnAnnotationTheSizeInItsHeader() throws IOException {
    ProjectFixture.in(temp.resolve("city")).image("ds", "a.png", 31, 17);

    try (LocalProjects projects = LocalProjects.open(temp)) {
      ObjectNode annotation = projects.annotations().read(onlyImage(projects));

      assertThat(Annotations.sizeOf(annotation)).isEqualTo(new ImageSize(31, 17));
      assertThat(annotation.path("objects")).isEmpty();
    }
  }

  @Test
  void readsAnnotationsThatAreNamedWithoutTheExtensionOfTheImage() throws IOException {
    Path directory = temp.resolve("city");
    ProjectFixture.in(directory).annotated("ds", "a.png", 80, 60, car(1, 2, 3, 4));
    Files.move(directory.resolve("ds/ann/a.png.json"), directory.resolve("ds/ann/a.json"));

    try (LocalProjects projects = LocalProjects.open(directory)) {
      assertThat(projects.annotations().read(onlyImage(projects)).path("objects")).hasSize(1);
    }
  }

  @Test
  void replacesForeignLabelIdsAndNeverGivesANumberTwice() throws IOException {
    Path directory = temp.resolve("city");
    ProjectFixture.in(directory)
        .annotated("ds", "a.png", 80, 60, car(1, 2, 3, 4).replace("{'class", "{'id':5001,'class"));
    try (LocalProjects projects = LocalProjects.open(directory)) {
      LocalImage image = onlyImage(projects);
      long first = firstLabel(projects, image);
      removeAll(projects, image);
      add(projects, image);
      long second = firstLabel(projects, image);
      removeAll(projects, image);

      assertThat(FigureIds.entityOf(first)).isEqualTo(image.id());
      assertThat(second).isEqualTo(first + 1);
    }
    try (LocalProjects projects = LocalProjects.open(directory)) {
      LocalImage image = onlyImage(projects);
      add(projects, image);

      assertThat(FigureIds.entityOf(firstLabel(projects, image))).isEqualTo(image.id());
      assertThat(firstLabel(projects, image) % 8).isEqualTo(3);
      assertThat(ProjectFixture.read(image.annotationFile()).has(FigureIds.LAST)).isFalse();
    }
  }

  private static long firstLabel(LocalProjects projects, LocalImage image) throws IOException {
    return projects.annotations().read(image).at("/objects/0/id").asLong();
  }

  private static void removeAll(LocalProjects projects, LocalImage image) throws IOException {
    projects
        .annotations()
        .update(
            List.of(image),
            (each, annotation) -> {
              annotation.putArray("objects");
              return true;
            });
  }

  private static void add(LocalProjects projects, LocalImage image) throws IOException {
    projects
        .annotations()
        .update(
            List.of(image),
            (each, annotation) -> {
              annotation.withArray("objects").addObject().put("classTitle", "car");
              return true;
            });
  }

  @Test
  void changesNothingWhenAnEditFails() throws IOException {
    ProjectFixture.in(temp.resolve("city"))
        .annotated("ds", "a.png", 80, 60, car(1, 2, 3, 4))
        .annotated("ds", "b.png", 80, 60, car(1, 2, 3, 4));
    try (LocalProjects projects = LocalProjects.open(temp)) {
      List<LocalImage> images = projects.all().get(0).datasets().get(0).images();

      assertThatThrownBy(
              () ->
                  projects
                      .annotations()
                      .update(
                          images,
                          (image, annotation) -> {
                            annotation.putArray("objects");
                            if (image.name().equals("b.png")) {
                              throw new IllegalStateException("no");
                            }
                            return true;
                          }))
          .isInstanceOf(IllegalStateException.class);

      assertThat(projects.annotations().read(images.get(0)).path("objects")).hasSize(1);
      try (var left = Files.list(temp.resolve(".relabel/tmp"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void addsImagesWithTheirAnnotationFiles() throws IOException {
    Path content = temp.resolve("content");
    Files.write(content, ProjectFixture.png(12, 9));
    ProjectFixture.in(temp.resolve("city")).image("ds", "a.png", 8, 6);

    try (LocalProjects projects = LocalProjects.open(temp)) {
      LocalDataset dataset = projects.all().get(0).datasets().get(0);
      NewImage added = new NewImage("b.png", content, HASH, Optional.empty());
      LocalImage image = dataset.addImages(List.of(added)).get(0);

      assertThat(image.file()).hasSameBinaryContentAs(content);
      assertThat(ProjectFixture.read(image.annotationFile()).path("size"))
          .hasToString("{\"height\":9,\"width\":12}");
      assertThat(dataset.images()).extracting(LocalImage::name).containsExactly("a.png", "b.png");
      assertThatThrownBy(() -> dataset.addImages(List.of(added)))
          .isInstanceOfSatisfying(
              NameTakenException.class,
              e ->
                  assertThat(e.taken())
                      .containsExactly(new NameTakenException.Taken("b.png", image.id())));
    }
  }

  private static final String HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.png",
        "..",
        ".",
        "",
        " ",
        "a/b.png",
        "a\\b.png",
        "/etc/x",
        "a\nb.png",
        "a\u0000b",
        ".hidden"
      })
  void refusesNamesThatAreNoPlainFileNames(String name) throws IOException {
    Path content = temp.resolve("content");
    Files.write(content, ProjectFixture.png(12, 9));
    ProjectFixture.in(temp.resolve("served/city")).image("ds", "a.png", 8, 6);

    try (LocalProjects projects = LocalProjects.open(temp.resolve("served"))) {
      LocalProject project = projects.all().get(0);
      LocalDataset dataset = project.datasets().get(0);

      assertThatThrownBy(
              () -> dataset.addImages(List.of(new NewImage(name, content, HASH, Optional.empty()))))
          .isInstanceOf(NameRefusedException.class);
      assertThatThrownBy(() -> project.addDataset(Optional.empty(), name))
          .isInstanceOf(NameRefusedException.class);
      assertThatThrownBy(() -> projects.create(name, JsonFile.JSON.createObjectNode()))
          .isInstanceOf(NameRefusedException.class);
      assertThat(dataset.imageCount()).isEqualTo(1);
    }
  }

  @Test
  void refusesLongNames() {
    ProjectFixture.in(temp.resolve("city"));
    try (LocalProjects projects = LocalProjects.open(temp)) {
      assertThatThrownBy(() -> projects.all().get(0).addDataset(Optional.empty(), "ä".repeat(126)))
          .isInstanceOf(NameRefusedException.class)
          .hasMessageContaining("250 bytes");
    }
  }

  @Test
  void makesNewProjectsBesideTheOneThatIsServedAndFindsThemAgain() throws IOException {
    ProjectFixture.in(temp.resolve("city"));
    long id;
    try (LocalProjects projects = LocalProjects.open(temp.resolve("city"))) {
      id = projects.create("city [Predictions]", JsonFile.JSON.createObjectNode()).id();
    }

    assertThat(temp.resolve("city [Predictions]/meta.json")).exists();
    try (LocalProjects projects = LocalProjects.open(temp.resolve("city"))) {
      assertThat(projects.all())
          .extracting(LocalProject::name)
          .containsExactly("city", "city [Predictions]");
      assertThat(projects.all().get(1).id()).isEqualTo(id);
    }
  }

  @Test
  void isOpenForWritingOnlyOnceButMayBeReadMeanwhile() {
    ProjectFixture.in(temp.resolve("city")).image("ds", "a.png", 8, 6);
    try (LocalProjects projects = LocalProjects.open(temp)) {
      assertThatThrownBy(() -> LocalProjects.open(temp))
          .isInstanceOf(LocalProjectException.class)
          .hasMessageContaining("in use");
      try (LocalProjects reader = LocalProjects.openReadOnly(temp)) {
        assertThat(onlyImage(reader).id()).isEqualTo(onlyImage(projects).id());
      }
    }
  }

  @Test
  void passesOverATornLastLineOfTheIds() throws IOException {
    ProjectFixture.in(temp.resolve("city")).image("ds", "a.png", 8, 6);
    long id;
    try (LocalProjects projects = LocalProjects.open(temp)) {
      id = onlyImage(projects).id();
    }
    Files.write(
        temp.resolve(".relabel/ids"),
        "[\"image\",9".getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.APPEND);

    try (LocalProjects projects = LocalProjects.open(temp)) {
      assertThat(onlyImage(projects).id()).isEqualTo(id);
    }
  }

  @Test
  void saysWhatIsWrongWithADirectory() throws IOException {
    Files.writeString(temp.resolve("picture.png"), "");
    assertThatThrownBy(() -> LocalProjects.open(temp.resolve("nowhere")))
        .isInstanceOf(LocalProjectException.class)
        .hasMessageContaining("not a directory");
    assertThatThrownBy(() -> LocalProjects.open(temp))
        .isInstanceOf(LocalProjectException.class)
        .hasMessageContaining("holds no project");

    ProjectFixture.write(temp.resolve("city/meta.json"), "{");
    assertThatThrownBy(() -> LocalProjects.open(temp))
        .isInstanceOf(LocalProjectException.class)
        .hasMessageContaining("meta.json is not valid JSON");

    ProjectFixture.write(temp.resolve("city/meta.json"), "{\"classes\":[7]}");
    assertThatThrownBy(() -> LocalProjects.open(temp))
        .isInstanceOf(LocalProjectException.class)
        .hasMessageContaining("meta.json")
        .hasMessageContaining("\"classes\"");
  }

  @Test
  void opensTwentyThousandImages() throws IOException {
    int count = 20_000;
    ProjectFixture.in(temp.resolve("city")).image("ds", "image-00000.png", 2, 2);
    Path images = temp.resolve("city/ds/img");
    byte[] tiny = ProjectFixture.png(1, 1);
    for (int i = 1; i < count; i++) {
      Files.write(images.resolve("image-" + (100_000 + i) + ".png"), tiny);
    }

    Map<Integer, Long> some = new TreeMap<>();
    try (LocalProjects projects = LocalProjects.open(temp)) {
      List<LocalImage> all = projects.all().get(0).datasets().get(0).images();
      assertThat(all).hasSize(count).isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
      some.put(0, all.get(0).id());
      some.put(count - 1, all.get(count - 1).id());
    }
    try (LocalProjects projects = LocalProjects.open(temp)) {
      List<LocalImage> all = projects.all().get(0).datasets().get(0).images();
      assertThat(all.get(0).id()).isEqualTo(some.get(0));
      assertThat(all.get(count - 1).id()).isEqualTo(some.get(count - 1));
    }
  }

  private static LocalImage onlyImage(LocalProjects projects) {
    List<LocalImage> images = projects.all().get(0).datasets().get(0).images();
    assertThat(images).hasSize(1);
    return images.get(0);
  }
}
