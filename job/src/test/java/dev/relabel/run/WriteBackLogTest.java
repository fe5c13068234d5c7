package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.run.WriteBackLog.Begun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteBackLogTest {
  private static final WriteBack SOME =
      new WriteBack(WriteBack.Kind.UNDO, List.of("car", "bus"), 0.25, 0.5);

  @TempDir Path folder = Path.of("");
  private RunDirectory run = RunDirectory.at("unused", new Configuration());
  private WriteBackLog log = new WriteBackLog(run);

  @BeforeEach
  void open() {
    run = RunDirectory.at(folder.resolve("run").toString(), new Configuration());
    run.commitPlan(new Marker("a", Map.of("waves", 3L)));
    run.commit(Step.CHANGES, 0, new Marker("a", Map.of()));
    run.commit(Step.CHANGES, 1, new Marker("a", Map.of()));
    log = new WriteBackLog(run);
  }

  @Test
  void aNewRunHasNoWriteBack() {
    assertThat(log.all()).isEmpty();
    assertThat(log.last()).isEmpty();
  }

  @Test
  void whatHasBegunGoesOn() {
    assertThat(log.begin(WriteBack.PUBLISH)).isEqualTo(new Begun(WriteBack.PUBLISH, 0, false, -1));
    assertThat(log.begin(WriteBack.PUBLISH)).isEqualTo(new Begun(WriteBack.PUBLISH, 0, true, -1));
    assertThat(new WriteBackLog(run).all()).containsExactly(WriteBack.PUBLISH);
  }

  @Test
  void aBrokenOffPublishMayBeUndoneAtOnce() {
    log.begin(WriteBack.PUBLISH);

    assertThat(log.begin(WriteBack.UNDO)).isEqualTo(new Begun(WriteBack.UNDO, 1, false, 0));
    assertThat(log.all()).containsExactly(WriteBack.PUBLISH, WriteBack.UNDO);
    assertThat(log.last()).contains(WriteBack.UNDO);
  }

  @Test
  void aPartOfABrokenOffPublishCannotBeUndone() {
    log.begin(WriteBack.PUBLISH);

    assertThatThrownBy(() -> log.begin(SOME))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is not written as a whole");
  }

  @Test
  void aBrokenOffUndoIsFinishedFirst() {
    log.begin(WriteBack.PUBLISH);
    receipts(0, 0, 0);
    receipts(1, 0, 0);
    log.begin(SOME);
    receipts(0, 1, 0);

    assertThatThrownBy(() -> log.begin(WriteBack.PUBLISH))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "An undo of the run in %s was broken off. Finish it first, with the same options: relabel undo %s --classes car,bus --min-score 0.25 --max-score 0.5"
                .formatted(run.address(), run.address()));
    assertThat(log.last()).contains(SOME);
  }

  @Test
  void aFinishedUndoMayBeFollowedByAPublish() {
    log.begin(WriteBack.PUBLISH);
    receipts(0, 0, 0);
    receipts(1, 0, 0);
    log.begin(SOME);
    receipts(0, 1, 0);
    receipts(1, 1, 0);

    assertThat(log.begin(WriteBack.PUBLISH)).isEqualTo(new Begun(WriteBack.PUBLISH, 2, false, -1));
  }

  @Test
  void anUndoWithUnknownImagesIsNotFinished() {
    log.begin(WriteBack.PUBLISH);
    log.begin(WriteBack.UNDO);
    receipts(0, 1, 0);
    receipts(1, 1, 2);

    assertThat(log.isDone(0, 1)).isTrue();
    assertThat(log.isDone(1, 1)).isFalse();
    assertThatThrownBy(() -> log.begin(SOME)).isInstanceOf(RunException.class);
  }

  @Test
  void receiptsOfAnEarlierWriteBackDoNotFinishALaterOne() {
    receipts(0, 0, 0);

    assertThat(log.isDone(0, 0)).isTrue();
    assertThat(log.isDone(0, 1)).isFalse();
    assertThat(log.isDone(1, 0)).isFalse();
  }

  private void receipts(int wave, long writeBack, long unknown) {
    run.commit(
        Step.RECEIPTS, wave, new Marker("a", Map.of("writeBack", writeBack, "unknown", unknown)));
  }
}
