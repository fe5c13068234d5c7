package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Secret;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.geti.GetiServer;
import dev.relabel.platform.embedded.geti.GetiSettings;
import dev.relabel.platform.geti.GetiConnection;
import dev.relabel.platform.http.TlsTrust;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SkippedTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about whole scenes, empty labels and labels that exclude each other. */
class GetiWritesIT {
  private static final String BOXES =
      """
      {"projectType":"images","tags":[],"classes":[
       {"title":"bolt","shape":"rectangle","color":"#00FF00"},
       {"title":"nut","shape":"rectangle","color":"#FF0000"}]}""";

  private static final Label BOLT = Label.predicted("bolt", new Rectangle(8, 8, 24, 24), 0.5);
  private static final Label NUT =
      new Label(
          "nut", new Rectangle(30, 8, 40, 24), OptionalDouble.empty(), List.of(), Origin.PERSON);

  private final Path directory;
  private Runnable atTheNextWrite = () -> {};
  private boolean isBusyOnce;
  private GetiServer server;
  private Platform platform;
  private DatasetId dataset;
  private ImageId image;

  GetiWritesIT(@TempDir Path temporary) throws IOException {
    this.directory = temporary;
    ProjectFolder folder =
        ProjectFolder.in(directory.resolve("served/parts"))
            .meta(BOXES)
            .image("first", "a.jpg", GreyVideo.jpeg(40));
    server =
        new GetiServer(
                LocalProjects.open(folder.directory()),
                GetiSettings.local(),
                faults(),
                Optional.empty())
            .start();
    platform = GetiConnection.of(server.address(), Secret.of("none"), TlsTrust.OF_JAVA).open(1);
    dataset = platform.datasets(new ProjectId(server.projects().get(0).id())).get(0).id();
    List<ImageInfo> images = new ArrayList<>();
    platform.images(dataset).forEachRemaining(images::add);
    image = images.get(0).id();
  }

  private Faults faults() {
    return new Faults() {
      @Override
      public Optional<Fault> before(String method) {
        if (!method.equals("annotations.post")) {
          return Optional.empty();
        }
        Runnable now = atTheNextWrite;
        atTheNextWrite = () -> {};
        boolean isBusy = isBusyOnce;
        isBusyOnce = false;
        now.run();
        return isBusy
            ? Optional.of(new Refusal(429, Map.of("Retry-After", "1")))
            : Optional.empty();
      }

      @Override
      public Optional<Fault> after(String method) {
        return Optional.empty();
      }
    };
  }

  @AfterEach
  void stop() {
    platform.close();
    server.close();
  }

  private PlatformAnnotation there() {
    return Objects.requireNonNull(platform.annotations(dataset, List.of(image)).get(image));
  }

  private List<Label> labels() {
    return there().labels().stream().map(PlatformLabel::label).toList();
  }

  private PublishOutcome publish(PlatformAnnotation base, Change change) {
    return new Publisher(platform, MergeSettings.DEFAULT, Earlier.NONE, new SkippedTime())
        .publish(dataset, List.of(new Edit(base, change, false)))
        .get(0);
  }

  private void draw(Label label) {
    platform.addLabels(dataset, Map.of(image, List.of(label)), Deadlines.NONE);
  }

  @Test
  void whoeverSavesWhileTheServerIsBusyLosesNothing() {
    PlatformAnnotation before = there();
    isBusyOnce = true;
    atTheNextWrite = () -> draw(NUT);

    PublishOutcome outcome = publish(before, new Change(List.of(BOLT), List.of()));

    assertThat(outcome).isInstanceOf(PublishOutcome.Applied.class);
    assertThat(labels()).containsExactlyInAnyOrder(BOLT, NUT);
  }

  @Test
  void aLabelOfNothingMakesWayAndComesBack() {
    String nothing = platform.classesOfNothing(dataset).iterator().next();
    Label empty =
        new Label(nothing, WholeImage.INSTANCE, OptionalDouble.empty(), List.of(), Origin.PERSON);
    draw(empty);
    PlatformAnnotation before = there();

    publish(before, new Change(List.of(BOLT), before.labels()));
    PlatformAnnotation after = there();
    PublishOutcome undone = publish(after, new Change(List.of(empty), after.labels()));

    assertThat(after.labels()).extracting(PlatformLabel::label).containsExactly(BOLT);
    assertThat(undone).isInstanceOf(PublishOutcome.Applied.class);
    assertThat(labels()).containsExactly(empty);
  }

  @Test
  void whatIsRefusedChangesNothing() {
    draw(NUT);
    PlatformAnnotation before = there();
    Label empty =
        Label.predicted(
            platform.classesOfNothing(dataset).iterator().next(), WholeImage.INSTANCE, 1);
    draw(BOLT);

    PublishOutcome outcome = publish(before, new Change(List.of(empty), before.labels()));

    assertThat(outcome).isInstanceOf(PublishOutcome.Failed.class);
    assertThat(labels()).containsExactlyInAnyOrder(NUT, BOLT);
  }
}
