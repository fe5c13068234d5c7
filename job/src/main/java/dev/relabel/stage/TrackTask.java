package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.run.WorkItem;
import dev.relabel.stage.TrackStage.Carried;
import dev.relabel.track.TrackingSettings;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;

/** Rows of predictions, each video's together and in the order of its frames, to tracked ones. */
final class TrackTask implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  private final TrackingSettings settings;
  private final @Nullable Carried earlier;
  private final String last;
  private final CollectionAccumulator<Carried> ends;

  /**
   * A task.
   *
   * @param earlier where the wave before has ended
   * @param last the video that the next wave may go on with
   * @param ends is told where that one ends; by repeated tasks again, with the same
   */
  TrackTask(
      TrackingSettings settings,
      Optional<Carried> earlier,
      String last,
      CollectionAccumulator<Carried> ends) {
    this.settings = settings;
    this.earlier = earlier.orElse(null);
    this.last = last;
    this.ends = ends;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Iterator<>() {
      private final VideoTracks tracks = new VideoTracks(settings, earlier);

      @Override
      public boolean hasNext() {
        boolean hasNext = rows.hasNext();
        if (!hasNext) {
          tracks.endOf(last).ifPresent(ends::add);
        }
        return hasNext;
      }

      @Override
      public Row next() {
        Row row = rows.next();
        WorkItem item = PredictionRows.item(row);
        if (item.frame() == null) {
          return row;
        }
        String video = VideoTracks.video(item);
        if (!video.equals(last)) {
          tracks.endOf(last).ifPresent(ends::add);
        }
        boolean isThere = !PredictionRows.isQuarantined(row);
        List<Label> labels = tracks.next(video, isThere ? PredictionRows.labels(row) : List.of());
        return isThere ? PredictionRows.withTracks(row, labels) : row;
      }
    };
  }
}
