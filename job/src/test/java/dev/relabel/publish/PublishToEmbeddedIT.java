package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.Secret;
import dev.relabel.platform.embedded.EmbeddedServer;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.ServerSettings;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.testing.SkippedTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing over HTTP, with writes that land late or in part. */
class PublishToEmbeddedIT {
  private static final Label CAR = Label.predicted("car", new Rectangle(5, 5, 9, 9), 0.5);
  private static final Label OUTSIDE = Label.predicted("car", new Rectangle(5, 5, 900, 900), 0.5);
  private static final int LONGEST_WAIT_SECONDS = 30;

  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch landed = new CountDownLatch(2);
  private final AtomicBoolean isHeld = new AtomicBoolean();
  private final AtomicBoolean wasHeld = new AtomicBoolean();
  private final EmbeddedServer server;
  private final Platform platform;
  private final DatasetId dataset;
  private final ImageId image;

  PublishToEmbeddedIT(@TempDir Path temp) throws IOException {
    Path project = temp.resolve("city");
    ProjectFixture.in(project).image("ds", "a.png", 80, 60);
    server =
        new EmbeddedServer(LocalProjects.open(project), ServerSettings.local(), faults()).start();
    platform =
        SuperviselyConnection.of(server.address(), Secret.of("none"))
            .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(2))
            .open(1);
    dataset = platform.datasets(server.projects().get(0).id()).get(0).id();
    List<ImageInfo> images = new ArrayList<>();
    platform.images(dataset).forEachRemaining(images::add);
    image = images.get(0).id();
  }

  private Faults faults() {
    return new Faults() {
      @Override
      public Optional<Fault> before(String method) {
        boolean held = method.equals("figures.bulk.add") && isHeld.compareAndSet(true, false);
        wasHeld.compareAndSet(false, held);
        return held ? Optional.of(new Pause(() -> await(released))) : Optional.empty();
      }

      @Override
      public Optional<Fault> after(String method) {
        if (!method.equals("figures.bulk.add") || !wasHeld.get()) {
          return Optional.empty();
        }
        landed.countDown();
        // The repetition is there: now the held write goes on, before anybody looks.
        return Optional.of(
            new Pause(
                () -> {
                  released.countDown();
                  await(landed);
                }));
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    platform.close();
    server.close();
  }

  private PublishOutcome append(List<Label> labels) {
    PlatformAnnotation before = held();
    Edit edit = new Edit(before, new Change(labels, List.of()), false);
    return new Publisher(platform, MergeSettings.DEFAULT, Earlier.NONE, new SkippedTime())
        .publish(dataset, List.of(edit))
        .get(0);
  }

  private PlatformAnnotation held() {
    return platform.annotations(dataset, List.of(image)).values().iterator().next();
  }

  @Test
  void aWriteThatLandsAfterItsRepetitionLeavesNoSecondLabel() {
    isHeld.set(true);

    assertThat(append(List.of(CAR))).isInstanceOf(PublishOutcome.Applied.class);

    assertThat(landed.getCount()).as("both writes took effect").isZero();
    assertThat(held().labels()).hasSize(1);
  }

  @Test
  void ofAnImageWhoseLastLabelIsRefusedNothingStays() {
    List<Label> labels = new ArrayList<>(Collections.nCopies(100, CAR));
    labels.add(OUTSIDE);

    assertThat(append(labels)).isInstanceOf(PublishOutcome.Failed.class);

    assertThat(held().labels()).isEmpty();
  }
}
