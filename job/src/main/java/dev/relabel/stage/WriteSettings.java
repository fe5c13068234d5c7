package dev.relabel.stage;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.publish.BatchWriter.Age;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.LeaseCheck;
import dev.relabel.run.WriteBack;
import dev.relabel.sql.HadoopSettings;
import java.io.Serializable;
import java.util.HashMap;

/**
 * How a wave is written; shipped to executors.
 *
 * @param access the platform
 * @param mode what happens to existing labels
 * @param merge how labels are compared
 * @param writeBack what is wanted
 * @param age which write-back the wave's receipts are from
 * @param earlier whether an attempt at this wave was broken off
 * @param wave its number
 * @param copies for the mode {@code create}: the new dataset of each source dataset
 * @param objects for videos: the platform's objects for the tracks of the wave
 * @param lease whether the driver still has the run
 * @param hadoop how to reach the run directory
 */
record WriteSettings(
    PlatformAccess access,
    UploadMode mode,
    MergeSettings merge,
    WriteBack writeBack,
    Age age,
    Earlier earlier,
    int wave,
    HashMap<DatasetId, DatasetId> copies,
    FrameTracks.Objects objects,
    LeaseCheck lease,
    HadoopSettings hadoop)
    implements Serializable {

  /**
   * The new dataset that stands for a source dataset.
   *
   * @throws NotOnPlatformException if the source was gone before copies were made
   */
  DatasetId copyOf(DatasetId source) {
    DatasetId copy = copies.get(source);
    if (copy == null) {
      throw new NotOnPlatformException(
          "Dataset %s is no longer on the platform, so its images cannot be copied"
              .formatted(source),
          null);
    }
    return copy;
  }
}
