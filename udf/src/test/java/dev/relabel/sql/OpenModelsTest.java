package dev.relabel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelException;
import dev.relabel.predict.PipelineThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OpenModelsTest {
  private static final HadoopSettings HADOOP = new HadoopSettings(new Configuration());

  private final PipelineThreads threads = new PipelineThreads(1, 1);
  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch mayOpen = new CountDownLatch(1);
  private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
  private final List<String> closed = new ArrayList<>();
  private final OpenModels models =
      new OpenModels(
          (address, settings, hadoop) -> {
            String name = String.valueOf(Path.of(address.text()).getFileName());
            if (name.equals("broken")) {
              throw new ModelException("broken");
            }
            if (name.equals("slow")) {
              opening.countDown();
              await(mayOpen);
            }
            opened.add(name);
            return new OpenModel(new NoModel(), settings, threads, () -> closed.add(name));
          });

  @TempDir Path folder = Path.of("");

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void theSameFileAndSettingsAreOneModel() throws IOException {
    String file = file("a");

    OpenModels.Share one = share(file, "{conf: 0.5}");
    OpenModels.Share other = share(file, "{\"confidence\": 0.5}");

    assertThat(other.model()).isSameAs(one.model());
    assertThat(opened).containsExactly("a");
  }

  @Test
  void aFileThatHasChangedIsOpenedAnew() throws IOException {
    String file = file("a");
    try (OpenModels.Share before = share(file, null)) {
      assertThat(before.model()).isNotNull();
    }
    Files.writeString(Path.of(file), "longer than before");

    try (OpenModels.Share after = share(file, null)) {
      assertThat(after.model()).isNotNull();
    }

    assertThat(opened).containsExactly("a", "a");
  }

  @Test
  void theLastUsedFewStayOpenAndTheOthersAreClosed() throws IOException {
    List<OpenModels.Share> shares = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d", "e", "f")) {
      shares.add(share(file(name), null));
    }
    assertThat(models.open()).isEqualTo(6);

    shares.forEach(OpenModels.Share::close);
    shares.forEach(OpenModels.Share::close); // a second time changes nothing

    assertThat(closed).containsExactly("a", "b");
    assertThat(models.open()).isEqualTo(4);
  }

  @Test
  void whatSomebodyUsesIsNeverClosed() throws IOException {
    OpenModels.Share used = share(file("used"), null);
    for (String name : List.of("a", "b", "c", "d", "e")) {
      share(file(name), null).close();
    }

    assertThat(closed).containsExactly("a");
    used.close();
    assertThat(closed).containsExactly("a", "b");
  }

  @Test
  void modelsInReserveMakeRoomWhenAsked() throws IOException {
    OpenModels.Share used = share(file("used"), null);
    share(file("idle"), null).close();

    models.closeUnused();

    assertThat(closed).containsExactly("idle");
    assertThat(models.open()).isOne();
    used.close();
  }

  @Test
  void aModelThatCannotBeOpenedIsTriedAgain() throws IOException {
    String file = file("broken");

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> share(file, null))
          .isInstanceOf(ModelException.class)
          .hasMessage("broken");
    }
    assertThat(models.open()).isZero();
  }

  @Test
  void settingsBesideTheFileThatHaveChangedAreReadAnew() throws IOException {
    String file = file("a.onnx");
    share(file, null).close();
    Files.writeString(folder.resolve("a.relabel.yaml"), "confidence: 0.7");

    share(file, null).close();
    share(Path.of(file).toUri().toString(), null).close();
    Files.delete(folder.resolve("a.relabel.yaml"));
    share(Path.of(file).toUri().toString(), null).close();

    assertThat(opened).hasSize(4);
  }

  @Test
  @Timeout(60)
  void aTaskThatIsKilledWhileTheModelOpensFailsNoOther() throws Exception {
    String file = file("slow");
    List<Throwable> thrown = new ArrayList<>();
    Thread killed =
        new Thread(
            () -> {
              try {
                share(file, null).close();
              } catch (ModelException e) {
                thrown.add(e);
              }
            });
    killed.start();
    opening.await();

    killed.interrupt();
    killed.join(); // at once, although the model is not open yet

    assertThat(thrown).singleElement().asString().contains("Waiting for the model was interrupted");
    mayOpen.countDown();
    share(file, null).close();
    assertThat(opened).containsExactly("slow");
    for (String name : List.of("a", "b", "c", "d")) {
      share(file(name), null).close();
    }
    assertThat(closed).containsExactly("slow"); // nobody holds a share for the killed task
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new ModelException("interrupted", e);
    }
  }

  @Test
  void aTaskThatHasEndedGetsNoMoreModels() throws IOException {
    TaskModels task = new TaskModels(7, models, HADOOP);
    String used = file("used");
    assertThat(task.model(used, null)).isNotNull();

    task.end();

    assertThatThrownBy(() -> task.model(used, null))
        .isInstanceOf(ModelException.class)
        .hasMessage("The task has ended.");
    for (String name : List.of("a", "b", "c", "d")) {
      share(file(name), null).close();
    }
    assertThat(closed).containsExactly("used");
  }

  @Test
  void onAProcessorALargerBatchKeepsNoRowWaiting() throws IOException {
    try (OpenModels.Share share = share(file("a"), "{batch_size: 8}")) {
      assertThat(share.model().calls().batchSize()).isEqualTo(1);
    }
  }

  @Test
  void aMissingFileIsToldWithWhereItWasLookedFor() {
    assertThatThrownBy(() -> share(folder.resolve("none.onnx").toString(), null))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("The model ")
        .hasMessageContaining("none.onnx cannot be read: it is neither on this machine nor");
  }

  @Test
  void modelsFromTheWebAreRefused() {
    assertThatThrownBy(() -> new ModelAddress("https://example.com/a.onnx?token=secret"))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("SQL functions take no models from the web.")
        .hasMessageNotContainingAny("secret");
  }

  private String file(String name) throws IOException {
    return Files.writeString(folder.resolve(name), "x").toString();
  }

  private OpenModels.Share share(String file, @Nullable String settings) {
    return models.share(new ModelAddress(file), PredictionSettings.parse(settings), HADOOP);
  }

  private static final class NoModel implements Model {
    @Override
    public ModelCard card() {
      return new ModelCard("none", "0", List.of());
    }

    @Override
    public int preferredBatchSize() {
      return 1;
    }

    @Override
    public boolean infersOnCaller() {
      return true;
    }

    @Override
    public PreparedImage prepare(Picture picture) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InferredBatch infer(List<PreparedImage> batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
