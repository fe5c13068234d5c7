package dev.relabel.stage;

import dev.relabel.platform.Platform;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.WriteBack;
import dev.relabel.run.WriteBackLog;
import dev.relabel.stage.RunRequest.Writing;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Puts the steps of writing back together from what they share.
 *
 * @param platform the driver's client
 * @param access the same platform for tasks
 */
record WriteBackSteps(
    SparkSession spark,
    RunDirectory run,
    Platform platform,
    PlatformAccess access,
    UploadMode mode,
    MergeSettings merge,
    BusyTime busy) {

  /** What follows on the prediction of a wave. */
  WaveStep step(PublishTarget target, Writing writing) {
    ChangeStage changes =
        new ChangeStage(
            tables(),
            run,
            platform,
            access,
            mode,
            merge,
            mode == UploadMode.CREATE ? Optional.empty() : target.project(),
            busy);
    return writing == Writing.PLAN_ONLY
        ? changes
        : new Publishing(changes, write(target, WriteBack.PUBLISH));
  }

  /** A write-back, begun or continued. */
  WriteStage write(PublishTarget target, WriteBack writeBack) {
    WriteBackLog.Begun begun = new WriteBackLog(run).begin(writeBack);
    return new WriteStage(tables(), run, begun, platform, access, mode, merge, target, busy);
  }

  /** What the planned changes would do. */
  DiffStage diff() {
    return new DiffStage(spark, run, access, mode, merge);
  }

  private WaveTables tables() {
    return new WaveTables(spark, run);
  }
}
