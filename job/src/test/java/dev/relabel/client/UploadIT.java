package dev.relabel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.client.SessionStatus.State;
import dev.relabel.deploy.Environment;
import dev.relabel.publish.UploadMode;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java calls that write to a platform: runs on Spark behind the same methods. */
class UploadIT {
  private Path directory = Path.of("");
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
            ProjectFolder.in(directory.resolve("served/greys")).images("first", List.of(a, b)));
    relabel =
        Relabel.with(
            new Environment(
                Map.of("SERVER_ADDRESS", platform.address(), "API_TOKEN", TestPlatform.TOKEN),
                directory,
                0));
    model = relabel.deploy(TinyModel.write(directory.resolve("tiny.onnx")).toString());
  }

  @AfterEach
  void stop() {
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
