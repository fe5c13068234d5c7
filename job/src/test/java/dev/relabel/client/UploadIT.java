package dev.relabel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.client.SessionStatus.State;
import dev.relabel.deploy.Environment;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.RunException;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.HeldCalls;
import dev.relabel.testing.HeldCalls.Place;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java calls that write to a platform: runs on Spark behind the same methods. */
class UploadIT {
  private Path directory = Path.of("");
  private final HeldCalls calls = new HeldCalls();
  private final AtomicBoolean refusesLabels = new AtomicBoolean();
  private TestPlatform platform;
  private Relabel relabel;
  private Model model;

  @BeforeEach
  void serve(@TempDir Path temporary) throws IOException {
    directory = temporary;
    Path a = Files.write(directory.resolve("a.jpg"), GreyVideo.jpeg(50));
    Path b = Files.write(directory.resolve("b.jpg"), GreyVideo.jpeg(60));
    platform =
        TestPlatform.serving(
            ProjectFolder.in(directory.resolve("served/greys")).images("first", List.of(a, b)),
            faults());
    relabel =
        Relabel.with(
            new Environment(
                Map.of("SERVER_ADDRESS", platform.address(), "API_TOKEN", TestPlatform.TOKEN),
                directory,
                0));
    model = relabel.deploy(TinyModel.write(directory.resolve("tiny.onnx")).toString());
  }

  private Faults faults() {
    return new Faults() {
      @Override
      public Optional<Fault> before(String method) {
        return refusesLabels.get() && method.equals("figures.bulk.add")
            ? Optional.of(new Refusal(400, Map.of()))
            : calls.before(method);
      }

      @Override
      public Optional<Fault> after(String method) {
        return calls.after(method);
      }
    };
  }

  @AfterEach
  void stop() {
    calls.close();
    relabel.close();
    platform.close();
  }

  private long labels() {
    return platform.labels(platform.project()).values().stream().mapToLong(List::size).sum();
  }

  @Test
  void labelsAreAppendedOnceHoweverOftenTheSameRunIsAskedFor() {
    Input project = Input.project(platform.project().value());
    Options append =
        Options.upload(UploadMode.APPEND)
            .runDirectory(directory.resolve("run").toString())
            .batchSize(2);

    List<Prediction> first = model.predict(project, append);

    assertThat(first).hasSize(2).allSatisfy(each -> assertThat(each.problem()).isEmpty());
    assertThat(first.get(0).classes()).containsExactly("part", "whole");
    assertThat(first.get(0).imageId()).isPresent();
    assertThat(first.get(0).loadImage().getWidth()).isEqualTo(64);
    assertThat(labels()).isEqualTo(4);
    assertThat(model.predict(project, append)).hasSize(2);
    assertThat(labels()).isEqualTo(4);
    Options merged =
        Options.upload(UploadMode.IOU_MERGE)
            .settings(Map.of("existing_objects_iou_thresh", 0.5))
            .runDirectory(directory.resolve("merged").toString());
    try (PredictionSession session = model.predictDetached(project, merged)) {
      assertThat(session.next(Duration.ofMinutes(2))).isPresent();
      assertThat(session.next(Duration.ofMinutes(2))).isPresent();
      assertThat(session.next(Duration.ofMinutes(2))).isEqualTo(Optional.empty());
      assertThat(session.isDone()).isTrue();
      assertThat(session.status().state()).isEqualTo(State.FINISHED);
    }
    assertThat(labels()).isEqualTo(4);
  }

  @Test
  void anUploadThatIsStoppedIsContinuedByTheSameCall() {
    Input project = Input.project(platform.project().value());
    Options append =
        Options.upload(UploadMode.APPEND).runDirectory(directory.resolve("run").toString());
    HeldCalls.Hold write = calls.hold(Place.BEFORE, "figures.bulk.add");
    try (PredictionSession session = model.predictDetached(project, append)) {
      await(write::isReached);
      assertThat(session.status().progress()).contains(100.0);
      session.stop();
      write.release();
      assertThat(session.next(Duration.ofMinutes(1))).isEmpty();
      assertThat(session.isDone()).isTrue();
      assertThat(session.status().state()).isEqualTo(State.STOPPED);
    }

    assertThat(model.predict(project, append)).hasSize(2);
    assertThat(labels()).isEqualTo(4);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void inputsThatAreMoreThanOneMachinesAreASparkJobAndComeInTheirOrder() throws IOException {
    Path photos = Files.createDirectory(directory.resolve("photos"));
    for (int i = 0; i < 70; i++) {
      Files.write(photos.resolve("p%s.jpg".formatted(100 + i)), GreyVideo.jpeg(i));
    }
    Files.writeString(photos.resolve("p999.jpg"), "no image");
    Options onSpark =
        Options.DEFAULT
            .conf(0.8)
            .onSpark()
            .waveSize(20)
            .runDirectory(directory.resolve("run").toString());

    List<Prediction> found = model.predict(Input.of(photos.toString()), onSpark);

    assertThat(found).hasSize(71);
    assertThat(found.stream().map(Prediction::name))
        .containsExactlyElementsOf(
            model.predict(Input.of(photos.toString())).stream().map(Prediction::name).toList());
    assertThat(found.stream().filter(each -> each.problem().isPresent()).map(Prediction::name))
        .containsExactly("p999.jpg");
    found = found.stream().filter(each -> each.problem().isEmpty()).toList();
    assertThat(found)
        .hasSize(70)
        .allSatisfy(
            each -> {
              assertThat(each.classes()).containsExactly("part");
            });
    int grey = Integer.parseInt(found.get(50).name().substring(1, 4)) - 100;
    assertThat(found.get(50).loadImage().getRGB(3, 3) & 0xff).isBetween(grey - 2, grey + 2);
    assertThat(
            model.predict(
                Input.project(platform.project().value()),
                Options.DEFAULT.onSpark().runDirectory(directory.resolve("two").toString())))
        .hasSize(2);
    assertThat(labels()).isZero();
    Input inMemory = Input.ofFile(GreyVideo.jpeg(1));
    assertThatThrownBy(() -> model.predict(inMemory, onSpark))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leave onSpark() out");
  }

  @Test
  void aRunOfWhichTheStorageFailsEndsTheCallWithTheReason() throws IOException {
    Path photos = Files.createDirectory(directory.resolve("photos"));
    Files.write(photos.resolve("a.jpg"), GreyVideo.jpeg(7));
    Files.writeString(photos.resolve(".a.jpg.crc"), "crc\0 of something else");
    Input input = Input.of(photos.toString());

    try (PredictionSession session = model.predictDetached(input, Options.DEFAULT.onSpark())) {
      assertThatThrownBy(() -> session.next(Duration.ofMinutes(2)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("a.jpg");
      assertThat(session.isDone()).isTrue();
      assertThat(session.status().state()).isEqualTo(State.FAILED);
    }
  }

  @Test
  void aRunThatIsStoppedWhileItPredictsEnds() {
    HeldCalls.Hold download = calls.hold(Place.BEFORE, "images.bulk.download");
    try (PredictionSession session =
        model.predictDetached(
            Input.project(platform.project().value()),
            Options.DEFAULT.onSpark().runDirectory(directory.resolve("run").toString()))) {
      await(download::isReached);
      session.stop();
      download.release();
      assertThat(session.next(Duration.ofMinutes(1))).isEmpty();
      assertThat(session.isDone()).isTrue();
      assertThat(session.status().state()).isEqualTo(State.STOPPED);
    }
  }

  @Test
  void whatThePlatformRefusesIsTheProblemOfThePrediction() {
    refusesLabels.set(true);
    List<String> problems = new ArrayList<>();
    try (PredictionSession session =
        model.predictDetached(
            Input.project(platform.project().value()),
            Options.DEFAULT
                .conf(0.8)
                .uploading(UploadMode.APPEND)
                .runDirectory(directory.resolve("run").toString()))) {
      assertThatThrownBy(
              () ->
                  session.forEach(
                      each -> {
                        assertThat(each.classes()).containsExactly("part");
                        problems.add(each.problem().orElse(""));
                      }))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("2 of 2 images could not be predicted or written");
      assertThat(session.status().problems()).isEqualTo(2);
    }
    assertThat(problems).hasSize(2).allSatisfy(each -> assertThat(each).startsWith("failed: "));
  }

  private static final CountDownLatch HOSTS_JOB = new CountDownLatch(1);

  @Test
  void theSessionOfTheProgramAroundIsUsedAndItsJobsAndSettingsAreLeftAlone() throws Exception {
    try (SparkSession hosts =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      JavaSparkContext context = new JavaSparkContext(hosts.sparkContext());
      Future<Long> hostsJob =
          context.parallelize(List.of(1), 1).filter(one -> awaitHostsLatch()).countAsync();
      context.setLocalProperty("spark.scheduler.pool", "hosts");
      HeldCalls.Hold write = calls.hold(Place.BEFORE, "figures.bulk.add");
      try (PredictionSession session =
          model.predictDetached(
              Input.project(platform.project().value()),
              Options.upload(UploadMode.APPEND)
                  .runDirectory(directory.resolve("run").toString()))) {
        await(write::isReached);
        session.stop();
        write.release();
      }
      relabel.close();

      assertThat(hosts.sparkContext().isStopped()).isFalse();
      assertThat(context.getLocalProperty("spark.scheduler.pool")).isEqualTo("hosts");
      HOSTS_JOB.countDown();
      assertThat(hostsJob.get(1, TimeUnit.MINUTES)).isOne();
    }
  }

  private static boolean awaitHostsLatch() throws InterruptedException {
    return HOSTS_JOB.await(1, TimeUnit.MINUTES);
  }

  @Test
  void whatHasNoAnnotationOnThePlatformIsNotUploaded() {
    assertThatThrownBy(
            () ->
                model.predict(
                    Input.of(directory.resolve("a.jpg").toString()),
                    Options.upload(UploadMode.REPLACE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.jpg: files and images in memory have no annotation");
  }
}
