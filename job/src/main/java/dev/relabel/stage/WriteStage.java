package dev.relabel.stage;

import static dev.relabel.stage.ChangeStage.SUFFIX;

import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.publish.WavesInTurn;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.Step;
import dev.relabel.run.WriteBack;
import dev.relabel.run.WriteBackLog;
import dev.relabel.sql.HadoopSettings;
import dev.relabel.stage.PublishTarget.Holding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Takes waves whose changes are planned through a write-back. Confined to one thread. */
final class WriteStage implements WaveStep {
  private final WriteBackSteps with;
  private final WaveTables tables;
  private final RunDirectory run;
  private final WriteBack writeBack;
  private final HadoopSettings hadoop;
  private final TrackObjects objects;
  private PublishTarget target;
  private final Set<LabelClass> ensured = new HashSet<>();
  private @Nullable Turn turn;

  /** The write-back once it has begun, which it does with its first wave. */
  private record Turn(WriteBackLog.Begun begun, WavesInTurn waves) {}

  WriteStage(WriteBackSteps with, WriteBack writeBack, PublishTarget target) {
    this.with = with;
    this.tables = with.tables();
    this.run = with.run();
    this.writeBack = writeBack;
    this.hadoop = new HadoopSettings(with.spark().sparkContext().hadoopConfiguration());
    this.objects =
        new TrackObjects(with.platform(), run, () -> with.lease().require(hadoop.configuration()));
    this.target = target;
  }

  private Turn turn() {
    if (turn == null) {
      WriteBackLog.Begun begun = new WriteBackLog(run).begin(writeBack);
      turn = new Turn(begun, new WavesInTurn(run, begun));
    }
    return turn;
  }

  @Override
  public boolean isDone(int wave) {
    boolean hasBegun =
        turn != null || new WriteBackLog(run).last().filter(writeBack::equals).isPresent();
    return hasBegun && turn().waves().isDone(wave) && !hasFilesToTry(wave);
  }

  /**
   * Another run would upload everything again, so this one tries what it could not upload; once all
   * waves are through, so that no more than one is ever half written.
   */
  private boolean hasFilesToTry(int wave) {
    return target.holds() == Holding.FILES
        && writeBack.kind() == WriteBack.Kind.PUBLISH
        && run.marker(Step.RECEIPTS, wave).filter(each -> each.count("failed") > 0).isPresent()
        && new WriteBackLog(run).isThrough(turn().begun().number());
  }

  @Override
  public Marker run(int wave) {
    return isDone(wave) ? run.marker(Step.RECEIPTS, wave).orElseThrow() : write(wave);
  }

  private Marker write(int wave) {
    target = target.made(with.platform(), run);
    with.training().begin(target.requiredProject());
    WavesInTurn waves = turn().waves();
    Earlier earlier = waves.earlier(wave);
    if (hasFilesToTry(wave)) {
      // A wave that was gone through to its end has left nothing under way.
      earlier =
          new WriteBackLog(run).isDone(wave, turn().begun().number()) ? Earlier.NONE : earlier;
      reopen(wave);
    }
    ensureClasses(wave);
    WriteSettings settings =
        new WriteSettings(
            with.access(),
            with.mode(),
            with.merge(),
            writeBack,
            waves.age(wave),
            earlier,
            wave,
            new HashMap<>(copies(wave)),
            objects(wave),
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
    counts.put("writeBack", (long) turn().begun().number());
    Marker marker = new Marker(attempt, counts);
    if (hasObjects() && writeBack.kind() == WriteBack.Kind.UNDO) {
      objects.removeUnused(wave);
    }
    waves.commit(wave, marker);
    return marker;
  }

  /** A wave whose files are tried again is unfinished from here on, whatever happens next. */
  private void reopen(int wave) {
    Marker marker = run.marker(Step.RECEIPTS, wave).orElseThrow();
    Map<String, Long> counts = new LinkedHashMap<>(marker.counts());
    counts.put(WriteBackLog.REOPENED, 1L);
    run.commit(Step.RECEIPTS, wave, new Marker(marker.attempt(), counts));
  }

  /** The datasets of a new project by those that they stand for. */
  private Map<DatasetId, DatasetId> copies(int wave) {
    FileFolders folders = new FileFolders(run);
    if (target.holds() != Holding.FILES) {
      return target.copies();
    }
    return writeBack.kind() == WriteBack.Kind.UNDO
        ? folders.of(wave)
        : folders.ensure(
            wave, with.platform(), target.requiredProject(), tables.foldersOfChanges(wave));
  }

  private boolean hasObjects() {
    return target.holds() == Holding.VIDEOS && with.platform().hasTrackedObjects();
  }

  /** The platform's objects for the tracks of what is added to videos. */
  private FrameTracks.Objects objects(int wave) {
    return hasObjects() && writeBack.kind() == WriteBack.Kind.PUBLISH
        ? objects.ensure(wave, tables.tracksOfAdditions(wave))
        : new FrameTracks.Objects();
  }

  /**
   * Makes the project accept the classes of what is to be added: those that the changes were
   * planned with or, to put labels back, those of the labels that were removed.
   */
  private void ensureClasses(int wave) {
    List<LabelClass> needed =
        (writeBack.kind() == WriteBack.Kind.UNDO
                ? tables.classesOfRemovals(wave)
                : ClassMappingFile.read(run).inProject())
            .stream().filter(each -> !ensured.contains(each)).toList();
    if (needed.isEmpty()) {
      return;
    }
    List<LabelClass> wanted = KeypointNames.with(run, needed);
    Platform platform = with.platform();
    ProjectId project = target.requiredProject();
    refuseOtherNames(wanted, platform.planSchema(Optional.of(project), wanted, SUFFIX), project);
    refuseOtherNames(wanted, platform.mergeSchema(project, wanted, SUFFIX), project);
    ensured.addAll(needed);
  }

  private static void refuseOtherNames(
      List<LabelClass> wanted, List<LabelClass> used, ProjectId project) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!used.get(i).name().equals(wanted.get(i).name())) {
        throw new RunException(
            ("Class %s is needed for %s, but project %s has given that name to another shape since"
                    + " the plan was made. Rename the project's class, then run the same command"
                    + " again.")
                .formatted(wanted.get(i).name(), wanted.get(i).shape(), project),
            null);
      }
    }
  }
}
