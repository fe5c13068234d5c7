package dev.relabel.client;

import dev.relabel.predict.Outcome;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.run.WorkItem;
import dev.relabel.stage.VideoTracks;
import dev.relabel.track.TrackingSettings;
import java.util.Iterator;
import java.util.List;

/** Outcomes whose labels have tracks, where they are of videos. Confined to one thread. */
final class TrackedOutcomes implements Iterator<Outcome<Item>> {
  private final Iterator<Outcome<Item>> outcomes;
  private final VideoTracks tracks;

  TrackedOutcomes(Iterator<Outcome<Item>> outcomes, TrackingSettings settings) {
    this.outcomes = outcomes;
    this.tracks = new VideoTracks(settings);
  }

  @Override
  public boolean hasNext() {
    return outcomes.hasNext();
  }

  @Override
  public Outcome<Item> next() {
    Outcome<Item> outcome = outcomes.next();
    if (!(outcome.item() instanceof Item.Elsewhere there) || there.work().frame() == null) {
      return outcome;
    }
    WorkItem work = there.work();
    if (outcome instanceof Predicted<Item> some) {
      return new Predicted<>(
          some.item(),
          some.width(),
          some.height(),
          some.contentSha256(),
          tracks.next(VideoTracks.video(work), some.labels()));
    }
    tracks.next(VideoTracks.video(work), List.of());
    return outcome;
  }
}
