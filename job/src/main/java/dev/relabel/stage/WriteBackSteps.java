package dev.relabel.stage;

import dev.relabel.platform.Platform;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.LeaseCheck;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunLease;
import dev.relabel.run.WriteBack;
import dev.relabel.stage.RunRequest.Writing;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Puts the steps of writing back together from what they share.
 *
 * @param platform the driver's client
 * @param access the same platform for tasks
 * @param lease what tasks ask before they write
 * @param training of the project that is written to
 */
record WriteBackSteps(
    SparkSession spark,
    RunDirectory run,
    Platform platform,
    PlatformAccess access,
    UploadMode mode,
    MergeSettings merge,
    LeaseCheck lease,
    BusyTime busy,
    TrainingPause training) {

  /** The right to work on a run; when it is lost, all work stops. */
  static RunLease lease(RunDirectory run, RunJobs jobs, Progress progress) {
    RunLease lease = RunLease.acquire(run, progress::note, jobs::endRunning);
    run.writeOnlyUnder(lease);
    return lease;
  }

  /**
   * What follows on the prediction of a wave.
   *
   * @param reach what the model can say anything about
   */
  WaveStep step(PublishTarget target, Writing writing, ModelReach reach) {
    ChangeStage changes =
        new ChangeStage(
            tables(),
            run,
            platform,
            access,
            mode,
            merge,
            mode == UploadMode.CREATE ? Optional.empty() : target.project(),
            reach,
            busy);
    return writing == Writing.PLAN_ONLY
        ? changes
        : new Publishing(changes, write(target, WriteBack.PUBLISH));
  }

  /** A write-back, begun or continued. */
  WriteStage write(PublishTarget target, WriteBack writeBack) {
    return new WriteStage(this, writeBack, target);
  }

  /** What the planned changes would do. */
  DiffStage diff() {
    return new DiffStage(spark, run, access, mode, merge);
  }

  WaveTables tables() {
    return new WaveTables(spark, run);
  }
}
