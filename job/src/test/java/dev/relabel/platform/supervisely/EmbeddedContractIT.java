package dev.relabel.platform.supervisely;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Secret;
import dev.relabel.platform.embedded.EmbeddedServer;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.ServerSettings;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.ProjectFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against the embedded platform: the whole contract of {@code Platform}, on a disk. */
class EmbeddedContractIT {
  private static final String TOKEN = "right-token";

  private final Path directory;
  private EmbeddedServer server;
  private SuperviselyPlatform platform;
  private ProjectId project;
  private final Map<String, Faults.Fault> faultsBefore = new ConcurrentHashMap<>();
  private final Map<String, Faults.Fault> faultsAfter = new ConcurrentHashMap<>();

  EmbeddedContractIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    Path demo = directory.resolve("demo");
    ProjectFixture.in(demo)
        .annotated("day", "a.png", 80, 60, ProjectFixture.car(2, 1, 40, 30))
        .image("day", "b.png", 81, 60)
        .image("day", "c.png", 82, 60)
        .image("day/datasets/noon", "d.png", 83, 60)
        .image("day/datasets/noon/datasets/hot", "e.png", 84, 60)
        .image("night", "f.png", 85, 60);
    server =
        new EmbeddedServer(
                LocalProjects.open(demo), ServerSettings.local().withToken(TOKEN), oneShotFaults())
            .start();
    platform = platform(TOKEN);
    project = server.projects().get(0).id();
  }

  private Faults oneShotFaults() {
    return new Faults() {
      @Override
      public Optional<Fault> before(String method) {
        return Optional.ofNullable(faultsBefore.remove(method));
      }

      @Override
      public Optional<Fault> after(String method) {
        return Optional.ofNullable(faultsAfter.remove(method));
      }
    };
  }

  private SuperviselyPlatform platform(String token) {
    return SuperviselyPlatform.open(
        SuperviselyConnection.of(server.address(), Secret.of(token))
            .withRetries(
                new RetryPolicy(
                    4, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(30))),
        1);
  }

  @AfterEach
  void stop() {
    platform.close();
    server.close();
  }

  private DatasetInfo dataset(String name) {
    return platform.datasets(project).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<ImageInfo> imagesOf(DatasetId dataset) {
    List<ImageInfo> images = new ArrayList<>();
    platform.images(dataset).forEachRemaining(images::add);
    return images;
  }

  private PlatformAnnotation annotation(DatasetId dataset, ImageId image) {
    PlatformAnnotation annotation = platform.annotations(dataset, List.of(image)).get(image);
    assertThat(annotation).isNotNull();
    return annotation;
  }

  @Test
  void knowsItsUserAndProject() {
    assertThat(platform.user()).isNotBlank();
    assertThat(platform.project(project))
        .isEqualTo(new ProjectInfo(project, "demo", 1, "images", 6));
    assertThatThrownBy(() -> platform.project(new ProjectId(987654)))
        .isInstanceOf(NotOnPlatformException.class)
        .hasMessageContaining("has no project 987654");
  }

  @Test
  void refusesAWrongToken() {
    try (SuperviselyPlatform wrong = platform("wrong-token")) {
      assertThatThrownBy(() -> wrong.project(project))
          .isInstanceOf(PlatformRejectedException.class)
          .hasMessageContaining("refused the token (HTTP 403)")
          .hasMessageContaining("Set API_TOKEN");
    }
  }

  @Test
  void listsNestedDatasetsAndTheirImages() {
    List<DatasetInfo> datasets = platform.datasets(project);
    assertThat(datasets)
        .extracting(DatasetInfo::name)
        .containsExactlyInAnyOrder("day", "noon", "hot", "night");
    assertThat(dataset("hot").parent()).contains(dataset("noon").id());
    assertThat(dataset("noon").parent()).contains(dataset("day").id());
    assertThat(platform.dataset(dataset("hot").id())).isEqualTo(dataset("hot"));
    assertThat(imagesOf(dataset("day").id()))
        .extracting(ImageInfo::name)
        .containsExactly("a.png", "b.png", "c.png");
    ImageInfo image = imagesOf(dataset("hot").id()).get(0);
    assertThat(image.width()).isEqualTo(84);
    assertThat(image.hash()).hasSize(44);
    List<ImageId> asked = List.of(image.id(), imagesOf(dataset("night").id()).get(0).id());
    assertThat(platform.images(asked)).extracting(ImageInfo::id).isEqualTo(asked);
  }

  @Test
  void pagesThroughMoreImagesThanFitOnAPage() throws IOException {
    stop();
    Path big = directory.resolve("big");
    ProjectFixture fixture = ProjectFixture.in(big).image("ds", "0000.png", 8, 8);
    Path first = big.resolve("ds").resolve("img").resolve("0000.png");
    for (int i = 1; i < 1203; i++) {
      Files.copy(first, first.resolveSibling("%s.png".formatted(10_000 + i)));
    }
    assertThat(fixture).isNotNull();
    server =
        new EmbeddedServer(LocalProjects.open(big), ServerSettings.local().withToken(TOKEN))
            .start();
    platform = platform(TOKEN);
    project = server.projects().get(0).id();
    List<ImageInfo> images = imagesOf(dataset("ds").id());
    assertThat(images)
        .hasSize(1203)
        .isSortedAccordingTo((a, b) -> Long.compare(a.id().number(), b.id().number()));
    assertThat(images).extracting(ImageInfo::name).doesNotHaveDuplicates();
  }

  @Test
  void downloadsTheBytesOnDisk() throws IOException {
    DatasetId day = dataset("day").id();
    List<ImageId> ids = imagesOf(day).stream().map(ImageInfo::id).toList();
    List<ImageId> asked = new ArrayList<>(ids);
    asked.add(new ImageId(987654));
    asked.add(imagesOf(dataset("night").id()).get(0).id());
    Map<ImageId, byte[]> images = platform.download(day, asked);
    assertThat(images).containsOnlyKeys(ids);
    assertThat(images.get(ids.get(1)))
        .isEqualTo(Files.readAllBytes(directory.resolve("demo/day/img/b.png")));
  }

  @Test
  void readsExistingLabelsInContinuousCoordinates() {
    DatasetId day = dataset("day").id();
    ImageInfo image = imagesOf(day).get(0);
    PlatformAnnotation annotation = annotation(day, image.id());
    assertThat(annotation.width()).isEqualTo(80);
    assertThat(annotation.labels())
        .extracting(each -> each.label().geometry())
        .containsExactly(new Rectangle(2, 1, 41, 31));
    assertThat(annotation.labels().get(0).label().origin()).isEqualTo(Origin.PERSON);
    assertThat(platform.annotations(day, List.of(image.id(), new ImageId(987654))))
        .containsOnlyKeys(image.id());
  }

  @Test
  void addsEveryShapeAndReadsItBack() {
    platform.mergeSchema(
        project,
        List.of(
            new LabelClass("blob", Shape.MASK), new LabelClass("turned", Shape.ORIENTED_RECTANGLE)),
        "_nn");
    DatasetId day = dataset("day").id();
    ImageId image = imagesOf(day).get(1).id();
    Random random = new Random(5);
    double jitter = Math.round(random.nextDouble() * 1000) / 1000.0;
    List<Label> labels =
        List.of(
            Label.predicted("car", new Rectangle(2.125, 1.5, 40.75 + jitter, 30.001), 0.8734567),
            Label.predicted("car", new Rectangle(0, 0, 81, 60), 1),
            Label.predicted("road", Polygon.of(1.5, 1.25, 70.875, 2, 30, 50.333), 0.5),
            Label.predicted("thing", new Point(3.25, 4.75), 0.25),
            Label.predicted(
                "thing", new Polyline(List.of(new Point(1, 2), new Point(30.5, 44.123))), 0),
            Label.predicted("turned", new OrientedRectangle(40, 30, 20.5, 10.25, 0.4), 0.5),
            Label.predicted("blob", Mask.ofRuns(70, 50, 3, 3, 1, 3, 1, 4), 0.75));
    platform.addLabels(day, Map.of(image, labels), Deadlines.NONE);
    List<PlatformLabel> held = annotation(day, image).labels();
    assertThat(held).allMatch(each -> each.id().isPresent());
    assertThat(held).extracting(PlatformLabel::label).containsExactlyElementsOf(labels);
  }

  @Test
  void keepsBoxesToAThousandthOfAPixel() {
    DatasetId day = dataset("day").id();
    ImageId image = imagesOf(day).get(2).id();
    Random random = new Random(9);
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      double left = random.nextDouble() * 40;
      double top = random.nextDouble() * 30;
      Rectangle box =
          new Rectangle(
              left,
              top,
              left + 0.01 + random.nextDouble() * 30,
              top + 0.01 + random.nextDouble() * 29);
      labels.add(Label.predicted("car", box, random.nextDouble()));
    }
    platform.addLabels(day, Map.of(image, labels), Deadlines.NONE);
    List<PlatformLabel> held = annotation(day, image).labels();
    assertThat(held).hasSameSizeAs(labels);
    for (int i = 0; i < labels.size(); i++) {
      Rectangle expected = (Rectangle) labels.get(i).geometry();
      Rectangle actual = (Rectangle) held.get(i).label().geometry();
      assertThat(actual.left()).isCloseTo(expected.left(), within(0.00051));
      assertThat(actual.bottom()).isCloseTo(expected.bottom(), within(0.00051));
      assertThat(held.get(i).label().score()).isEqualTo(labels.get(i).score());
    }
  }

  @Test
  void removesLabelsAndPassesOverThoseThatAreGone() {
    DatasetId day = dataset("day").id();
    ImageId image = imagesOf(day).get(0).id();
    platform.addLabels(
        day,
        Map.of(image, List.of(Label.predicted("car", new Rectangle(5, 5, 9, 9), 0.5))),
        Deadlines.NONE);
    List<PlatformLabel> both = annotation(day, image).labels();
    PlatformLabel gone =
        new PlatformLabel(Optional.of(new FigureId(987654321)), both.get(1).label());
    platform.removeLabels(day, Map.of(image, List.of(both.get(1), gone)), Deadlines.NONE);
    platform.removeLabels(day, Map.of(image, List.of(both.get(1))), Deadlines.NONE);
    assertThat(annotation(day, image).labels()).containsExactly(both.get(0));
    platform.removeLabels(day, Map.of(), Deadlines.NONE);
  }

  @Test
  void keepsWhatAPersonMadeAsItIs() {
    DatasetId day = dataset("day").id();
    ImageId image = imagesOf(day).get(0).id();
    Label corrected =
        new Label(
            "car", new Rectangle(1, 1, 3, 3), OptionalDouble.of(0.5), List.of(), Origin.CORRECTED);
    Label drawn =
        new Label(
            "car", new Rectangle(1, 1, 4, 4), OptionalDouble.empty(), List.of(), Origin.PERSON);
    platform.addLabels(day, Map.of(image, List.of(corrected, drawn)), Deadlines.NONE);
    assertThat(annotation(day, image).labels())
        .extracting(PlatformLabel::label)
        .contains(corrected, drawn);
  }

  @Test
  void mergesClassesAndKeepsTheOthers() {
    LabelClass car = new LabelClass("car", Shape.MASK);
    LabelClass dog = new LabelClass("dog", Shape.RECTANGLE);
    LabelClass thing = new LabelClass("thing", Shape.MASK);
    List<LabelClass> expected =
        List.of(new LabelClass("car_nn", Shape.MASK), dog, new LabelClass("thing", Shape.ANY));
    assertThat(platform.mergeSchema(project, List.of(car, dog, thing), "_nn")).isEqualTo(expected);
    assertThat(platform.mergeSchema(project, List.of(car, dog, thing), "_nn"))
        .as("a second time")
        .isEqualTo(expected);
    assertThat(platform.schema(project).classes())
        .extracting(LabelClass::name)
        .containsExactlyInAnyOrder("car", "road", "thing", "car_nn", "dog");
    assertThat(ProjectFixture.read(directory.resolve("demo/meta.json")).path("classes")).hasSize(5);
  }

  @Test
  void copiesADatasetIntoANewProjectOnce() {
    ProjectInfo copy = platform.ensureProject(1, "demo copy", "made by a test");
    assertThat(platform.ensureProject(1, "demo copy", "").id()).isEqualTo(copy.id());
    DatasetInfo parent = platform.ensureDataset(copy.id(), Optional.empty(), "day");
    DatasetInfo child = platform.ensureDataset(copy.id(), Optional.of(parent.id()), "day");
    assertThat(child.id()).isNotEqualTo(parent.id());
    assertThat(platform.ensureDataset(copy.id(), Optional.of(parent.id()), "day")).isEqualTo(child);
    List<ImageInfo> sources = imagesOf(dataset("day").id());
    List<ImageInfo> some = platform.copyImages(sources.subList(0, 2), child.id());
    List<ImageInfo> all = platform.copyImages(sources, child.id());
    assertThat(all.subList(0, 2))
        .extracting(ImageInfo::id)
        .isEqualTo(some.stream().map(ImageInfo::id).toList());
    assertThat(all)
        .extracting(ImageInfo::hash)
        .isEqualTo(sources.stream().map(ImageInfo::hash).toList());
    assertThat(imagesOf(child.id())).hasSize(3);
    assertThat(annotation(child.id(), all.get(0).id()).labels()).isEmpty();
  }

  @Test
  void refusesToCopyOverAnotherImageOfTheSameName() {
    ProjectInfo copy = platform.ensureProject(1, "clash", "");
    DatasetInfo into = platform.ensureDataset(copy.id(), Optional.empty(), "ds");
    ImageInfo a = imagesOf(dataset("day").id()).get(0);
    ImageInfo f = imagesOf(dataset("night").id()).get(0);
    platform.copyImages(List.of(a), into.id());
    ImageInfo renamed =
        new ImageInfo(
            f.id(), f.dataset(), a.name(), f.width(), f.height(), f.bytes(), f.hash(), "");
    assertThatThrownBy(() -> platform.copyImages(List.of(renamed), into.id()))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("holds another image named a.png");
  }

  @Test
  void tellsWhenAnAdditionMayHaveLandedAndRepeatsWhatIsSafe() {
    DatasetId day = dataset("day").id();
    ImageId image = imagesOf(day).get(1).id();
    Map<ImageId, List<Label>> one =
        Map.of(image, List.of(Label.predicted("car", new Rectangle(5, 5, 9, 9), 0.5)));
    faultsAfter.put("figures.bulk.add", new Faults.Reset());
    assertThatThrownBy(() -> platform.addLabels(day, one, Deadlines.NONE))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(annotation(day, image).labels()).as("it had landed").hasSize(1);
    faultsBefore.put("figures.bulk.add", new Faults.Refusal(429, Map.of("Retry-After", "0")));
    platform.addLabels(day, one, Deadlines.NONE);
    assertThat(annotation(day, image).labels()).as("not sent twice").hasSize(2);
    for (String method :
        Set.of("annotations.bulk.info", "images.bulk.download", "images.list", "datasets.list")) {
      faultsAfter.put(method, new Faults.Reset());
      faultsBefore.put(method, new Faults.Refusal(503, Map.of()));
    }
    assertThat(annotation(day, imagesOf(dataset("day").id()).get(1).id()).labels()).hasSize(2);
    assertThat(platform.download(day, List.of(image))).hasSize(1);
  }

  @Test
  void makesThingsOnceAlthoughAnswersGetLost() {
    faultsAfter.put("projects.add", new Faults.Reset());
    ProjectInfo copy = platform.ensureProject(1, "once", "");
    faultsAfter.put("datasets.add", new Faults.Reset());
    DatasetInfo into = platform.ensureDataset(copy.id(), Optional.empty(), "ds");
    faultsAfter.put("images.bulk.add", new Faults.Reset());
    List<ImageInfo> sources = imagesOf(dataset("day").id());
    List<ImageInfo> copies = platform.copyImages(sources, into.id());
    faultsAfter.put("projects.meta.update", new Faults.Reset());
    platform.mergeSchema(copy.id(), List.of(new LabelClass("dog", Shape.RECTANGLE)), "_nn");
    Map<ImageId, String> names = new HashMap<>();
    imagesOf(into.id()).forEach(each -> names.put(each.id(), each.name()));
    assertThat(names).hasSize(3).containsOnlyKeys(copies.stream().map(ImageInfo::id).toList());
    assertThat(server.projects()).extracting(ProjectInfo::name).containsOnlyOnce("once");
    assertThat(platform.schema(copy.id()).find("dog")).isPresent();
  }
}
