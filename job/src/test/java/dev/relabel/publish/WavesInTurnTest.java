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
  void receiptsAreOfThisWriteBackOfThePreviousOrOlder() {
    run.commit(Step.RECEIPTS, 0, receipts(2));
    run.commit(Step.RECEIPTS, 1, receipts(1));
    run.commit(Step.RECEIPTS, 2, receipts(0));
    WavesInTurn waves = new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, false, false));

    assertThat(waves.age(0)).isEqualTo(Age.THIS);
    assertThat(waves.age(1)).isEqualTo(Age.PREVIOUS);
    assertThat(waves.age(2)).isEqualTo(Age.OLDER);
    assertThat(waves.age(3)).as("no receipts").isEqualTo(Age.OLDER);
  }

  @Test
  void aWaveIsThroughWhenItsReceiptsAreOfThisWriteBack() {
    run.commit(Step.RECEIPTS, 0, receipts(2));
    run.commit(Step.RECEIPTS, 1, receipts(1));
    WavesInTurn waves = new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, false, false));

    assertThat(waves.isDone(0)).isTrue();
    assertThat(waves.isDone(1)).isFalse();
  }

  @Test
  void nothingIsHalfWrittenWhenAllBeforeIsThrough() {
    assertThat(new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, false, false)).earlier())
        .isEqualTo(Earlier.NONE);
  }

  @Test
  void ofAContinuedWriteBackTheFirstWaveWithoutReceiptsMayBeHalfWritten() {
    run.commit(Step.RECEIPTS, 0, receipts(2));
    WavesInTurn waves = new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, true, false));

    assertThat(waves.earlier()).isEqualTo(Earlier.BROKEN_OFF);
    waves.commit(0, receipts(2)); // it had unknown images; the half-written one lies ahead
    assertThat(waves.earlier()).isEqualTo(Earlier.BROKEN_OFF);
    waves.commit(1, receipts(2));
    assertThat(waves.earlier()).isEqualTo(Earlier.NONE);
  }

  @Test
  void ofABrokenOffPredecessorTheFirstWaveThatItDidNotFinishMayBeHalfWritten() {
    run.commit(Step.RECEIPTS, 0, receipts(1));
    WavesInTurn waves = new WavesInTurn(run, new Begun(WriteBack.UNDO, NUMBER, false, true));

    assertThat(waves.earlier()).isEqualTo(Earlier.BROKEN_OFF);
    waves.commit(0, receipts(2));
    assertThat(waves.earlier()).isEqualTo(Earlier.BROKEN_OFF);
    waves.commit(1, receipts(2));
    assertThat(waves.earlier()).isEqualTo(Earlier.NONE);
  }

  private static Marker receipts(long writeBack) {
    return new Marker("a", Map.of("writeBack", writeBack));
  }
}
