package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.publish.BatchWriter.Age;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import dev.relabel.run.WriteBack;
import dev.relabel.run.WriteBackLog.Begun;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavesInTurnTest {
  private static final int NUMBER = 2;

  @TempDir Path folder = Path.of("");
  private RunDirectory run = RunDirectory.at("unused", new Configuration());

  @BeforeEach
  void open() {
    run = RunDirectory.at(folder.resolve("run").toString(), new Configuration());
  }

  @Test
  void onlyTheWaveThatWasBrokenOffIsInDoubt() {
    run.commit(Step.RECEIPTS, 0, receipts(2));
    run.commit(Step.RECEIPTS, 1, receipts(1));
    run.commit(Step.RECEIPTS, 2, receipts(0));
    WavesInTurn waves = new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, false, 3));

    assertThat(waves.age(0)).isEqualTo(Age.THIS);
    assertThat(waves.age(1)).isEqualTo(Age.PREVIOUS);
    assertThat(waves.age(2)).as("written before that").isEqualTo(Age.PREVIOUS);
    assertThat(waves.age(3)).isEqualTo(Age.OLDER);
    assertThat(waves.age(4)).as("never begun").isEqualTo(Age.PREVIOUS);
  }

  @Test
  void aWaveIsThroughWhenItsReceiptsAreOfThisWriteBack() {
    run.commit(Step.RECEIPTS, 0, receipts(2));
    run.commit(Step.RECEIPTS, 1, receipts(1));
    WavesInTurn waves = new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, false, -1));

    assertThat(waves.isDone(0)).isTrue();
    assertThat(waves.isDone(1)).isFalse();
  }

  @Test
  void anUndoIsNotDoneWithImagesThatItHasFailedOn() {
    run.commit(Step.RECEIPTS, 0, new Marker("a", Map.of("writeBack", (long) NUMBER, "failed", 1L)));

    assertThat(new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, true, -1)).isDone(0))
        .isFalse();
    assertThat(new WavesInTurn(run, new Begun(WriteBack.PUBLISH, NUMBER, true, -1)).isDone(0))
        .isTrue();
  }

  @Test
  void nothingIsHalfWrittenWhenAllBeforeIsThrough() {
    assertThat(new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, false, -1)).earlier(0))
        .isEqualTo(Earlier.NONE);
  }

  @Test
  void ofAContinuedWriteBackTheFirstWaveWithoutReceiptsMayBeHalfWritten() {
    run.commit(Step.RECEIPTS, 0, receipts(2));
    WavesInTurn waves = new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, true, -1));

    assertThat(waves.earlier(0)).isEqualTo(Earlier.BROKEN_OFF);
    waves.commit(0, receipts(2)); // it had unknown images; the half-written one lies ahead
    assertThat(waves.earlier(1)).isEqualTo(Earlier.BROKEN_OFF);
    waves.commit(1, receipts(2));
    assertThat(waves.earlier(2)).isEqualTo(Earlier.NONE);
  }

  @Test
  void ofABrokenOffPredecessorTheWaveThatItWasAtMayBeHalfWritten() {
    WavesInTurn waves = new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, false, 1));

    assertThat(waves.earlier(0)).isEqualTo(Earlier.NONE);
    assertThat(waves.earlier(1)).isEqualTo(Earlier.BROKEN_OFF);
    assertThat(waves.earlier(2)).isEqualTo(Earlier.NONE);
  }

  private static Marker receipts(long writeBack) {
    return new Marker("a", Map.of("writeBack", writeBack));
  }
}
