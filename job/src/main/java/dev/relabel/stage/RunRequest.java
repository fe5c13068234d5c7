package dev.relabel.stage;

import dev.relabel.platform.PlatformConnection;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.track.TrackingSettings;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run is asked to do, checked and complete.
 *
 * @param input what to predict
 * @param batchSize images per model call, 0 to let the device decide
 * @param tracking how tracks through videos are found; empty to find none
 * @param maxPixels limit of width × height of one image
 * @param connection the platform that images come from and labels go to
 * @param upload how labels are written; empty to write none
 * @param workspace where {@code create} makes a project for files; images of a platform stay in
 *     theirs
 * @param merge how labels are compared when written
 * @param writing whether what is to be written is written at once
 * @param runDirectory path or URI of the run directory
 * @param waveSize images per wave
 * @param maxFailures how many items may be quarantined or unknown
 * @param exports where predictions are also written
 */
public record RunRequest(
    InputSelection input,
    int batchSize,
    Optional<TrackingSettings> tracking,
    long maxPixels,
    Optional<PlatformConnection> connection,
    Optional<UploadMode> upload,
    OptionalLong workspace,
    MergeSettings merge,
    Writing writing,
    String runDirectory,
    int waveSize,
    FailureLimit maxFailures,
    List<ExportRequest> exports) {
  private static final DateTimeFormatter FOLDER_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** How far a run with an upload mode goes. */
  public enum Writing {
    /** Changes are written as soon as their wave is predicted. */
    AT_ONCE,
    /** Changes are only planned. */
    PLAN_ONLY
  }

  public RunRequest {
    exports = List.copyOf(exports);
  }

  /** Where a run is kept of which nobody says where. */
  public static String newRunDirectory(Clock clock) {
    return "relabel-runs/" + FOLDER_TIME.format(clock.instant());
  }
}
