package dev.relabel.stage;

import dev.relabel.annotation.LabelClass;
import dev.relabel.publish.WavesInTurn;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.Step;
import dev.relabel.run.WriteBackLog;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Takes waves whose changes are planned through a write-back. Confined to one thread. */
final class WriteStage implements WaveStep {
  private final WriteBackSteps with;
  private final WaveTables tables;
  private final RunDirectory run;
  private final WavesInTurn waves;
  private final WriteBackLog.Begun begun;
  private final HadoopSettings hadoop;
  private PublishTarget target;
  private List<LabelClass> ensured = List.of();

  WriteStage(WriteBackSteps with, WriteBackLog.Begun begun, PublishTarget target) {
    this.with = with;
    this.tables = with.tables();
    this.run = with.run();
    this.waves = new WavesInTurn(run, begun);
    this.begun = begun;
    this.hadoop = new HadoopSettings(with.spark().sparkContext().hadoopConfiguration());
    this.target = target;
  }

  @Override
  public boolean isDone(int wave) {
    return waves.isDone(wave);
  }

  @Override
  public Marker run(int wave) {
    return isDone(wave) ? run.marker(Step.RECEIPTS, wave).orElseThrow() : write(wave);
  }

  private Marker write(int wave) {
    target = target.made(with.platform(), run);
    ensureClasses();
    HashMap<Long, Long> copies = new HashMap<>();
    target.copies().forEach((source, copy) -> copies.put(source.value(), copy.value()));
    WriteSettings settings =
        new WriteSettings(
            with.access(),
            with.mode(),
            with.merge(),
            begun.writeBack(),
            waves.age(wave),
            waves.earlier(),
            copies,
            with.lease(),
            hadoop);
    String attempt = RunDirectory.newAttempt();
    Dataset<Row> receipts =
        tables.write(
            tables.changes(wave),
            new WriteTask(settings, with.busy()),
            run.tablePath(Step.RECEIPTS, wave, attempt),
            ReceiptRows.SCHEMA);
    Map<String, Long> counts = new LinkedHashMap<>(WaveCounts.ofReceipts(receipts));
    counts.put("writeBack", (long) begun.number());
    Marker marker = new Marker(attempt, counts);
    waves.commit(wave, marker);
    return marker;
  }

  /** Makes the project accept the classes that the changes were planned with. */
  private void ensureClasses() {
    List<LabelClass> planned = ClassMappingFile.read(run).inProject();
    if (planned.equals(ensured)) {
      return;
    }
    List<LabelClass> used =
        with.platform().mergeSchema(target.requiredProject(), planned, ChangeStage.SUFFIX);
    for (int i = 0; i < planned.size(); i++) {
      if (!used.get(i).name().equals(planned.get(i).name())) {
        throw new RunException(
            ("Class %s was planned as %s, but project %s has given that name to another shape since."
                    + " Rename the project's class, then run the same command again.")
                .formatted(planned.get(i).name(), planned.get(i).shape(), target.requiredProject()),
            null);
      }
    }
    ensured = planned;
  }
}
