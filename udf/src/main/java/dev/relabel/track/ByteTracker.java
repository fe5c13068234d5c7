package dev.relabel.track;

import dev.relabel.annotation.Label;
import dev.relabel.track.Track.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;

/**
 * Follows the objects of one video from frame to frame: ByteTrack (Zhang et al., "ByteTrack:
 * Multi-Object Tracking by Associating Every Detection Box", ECCV 2022).
 *
 * <p>Where a track's object should be now is told by a Kalman filter with constant velocity ({@link
 * BoxMotion}). Labels are compared with it by the bounds of their geometry, whatever its kind, and
 * joined so that the cost of all pairs is least, in this order:
 *
 * <table>
 * <caption>Who is joined with whom</caption>
 * <tr><th>labels</th><th>tracks</th><th>cost</th><th>below</th></tr>
 * <tr><td>of high score</td><td>confirmed, those lost included</td><td>1 − IoU × score</td>
 * <td>{@code match_thresh}</td></tr>
 * <tr><td>of low score</td><td>of these, the rest that was seen on the frame before</td>
 * <td>1 − IoU</td><td>0.5</td></tr>
 * <tr><td>of high score, the rest</td><td>begun on the frame before</td><td>1 − IoU × score</td>
 * <td>0.7</td></tr>
 * </table>
 *
 * <p>A label of high score that is left begins a track if its score is enough for that. A track
 * that is not seen on the frame after its first is dropped, unless it began on the video's first
 * frame; any other is lost when it is not seen, and dropped when it was not seen for more than
 * {@link TrackingSettings#buffer()} frames. Where a lost track and one that is seen cover the same
 * place, the one that was seen for longer stays.
 *
 * <p>Different from the authors' program: a label that begins a track has its number at once; a
 * track has one class, and only labels of it join; a score at a threshold counts as above it; and a
 * lost track is not kept for one more frame than the buffer says.
 *
 * <p>Tracks are numbered from 1 as they begin, those of one frame by falling score, then by class
 * and place. So the order in which labels are given matters only among labels of the same class,
 * score and bounds. The same labels give the same numbers on every machine.
 *
 * <p>Time and memory a frame grow with labels × tracks; 300 labels of one class on 300 tracks take
 * about 10 ms. Not thread-safe: one tracker for each video, given its frames in order.
 */
public final class ByteTracker {
  /** Limits that ByteTrack's program has built in. */
  private static final double LOW_SCORE_COST = 0.5;

  private static final double UNCONFIRMED_COST = 0.7;
  private static final double DUPLICATE_COST = 0.15;

  private static final long NO_NUMBER = 0;

  private final TrackingSettings settings;
  private final List<Track> tracks; // by number
  private long frame;
  private long lastNumber;

  /** A tracker before a video's first frame. */
  public ByteTracker(TrackingSettings settings) {
    this(settings, TrackerState.START);
  }

  private ByteTracker(TrackingSettings settings, TrackerState state) {
    this.settings = settings;
    tracks = new ArrayList<>(state.tracks());
    frame = state.frame();
    lastNumber = state.lastNumber();
  }

  /**
   * A tracker that goes on where another one was.
   *
   * @param settings those of the other one
   * @param state what its {@link #state} was
   * @throws IllegalArgumentException if that is no state, or a damaged one
   */
  public static ByteTracker of(TrackingSettings settings, String state) {
    return new ByteTracker(settings, TrackerState.of(state));
  }

  /**
   * All that is known after the last frame, in ASCII letters and digits with {@code :}, {@code -}
   * and {@code _}. A tracker that goes on from it gives exactly the numbers that this one would.
   */
  public String state() {
    return new TrackerState(frame, lastNumber, tracks).text();
  }

  /**
   * Looks at the next frame.
   *
   * @param labels on it, in any order; none if there are none or nobody knows. Those without a
   *     score count as of score 1. Those of whole images are no objects and join nothing.
   * @return the same labels in the same order, each with the number of its track; as it was given
   *     if it is in none
   */
  public List<Label> next(List<Label> labels) {
    frame++;
    long[] numbers = new long[labels.size()];
    List<Detection> all = Detection.of(labels);
    List<Detection> high = those(all, each -> each.score() >= settings.highScore());
    List<Detection> low =
        those(
            all,
            each -> each.score() >= settings.lowScore() && each.score() < settings.highScore());
    List<Track> unconfirmed = those(tracks, each -> each.status() == Status.UNCONFIRMED);
    List<Track> confirmed = those(tracks, each -> each.status() != Status.UNCONFIRMED);
    confirmed.forEach(Track::predict);

    join(confirmed, high, Track::scoredCost, settings.matchCost(), numbers);
    confirmed.removeIf(each -> each.status() == Status.LOST);
    join(confirmed, low, Track::boxCost, LOW_SCORE_COST, numbers);
    confirmed.forEach(Track::lose);
    join(unconfirmed, high, Track::scoredCost, UNCONFIRMED_COST, numbers);
    tracks.removeAll(new HashSet<>(unconfirmed));
    begin(high, numbers);
    tracks.removeIf(each -> frame - each.lastSeen() > settings.buffer());
    removeDuplicates();
    return numbered(labels, numbers);
  }

  /** Joins what belongs together, and takes it out of both lists. */
  private void join(
      List<Track> open,
      List<Detection> detections,
      ToDoubleBiFunction<Track, Detection> cost,
      double limit,
      long[] numbers) {
    int[] chosen = Assignment.of(costs(open, detections, cost), limit);
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] != Assignment.ALONE) {
        Detection detection = detections.get(chosen[i]);
        open.get(i).join(detection, frame);
        numbers[detection.index()] = open.get(i).number();
      }
    }
    open.removeIf(each -> each.lastSeen() == frame);
    detections.removeIf(each -> numbers[each.index()] != NO_NUMBER);
  }

  private static double[][] costs(
      List<Track> tracks, List<Detection> detections, ToDoubleBiFunction<Track, Detection> cost) {
    double[][] costs = new double[tracks.size()][detections.size()];
    for (int i = 0; i < costs.length; i++) {
      for (int j = 0; j < costs[i].length; j++) {
        costs[i][j] = cost.applyAsDouble(tracks.get(i), detections.get(j));
      }
    }
    return costs;
  }

  private void begin(List<Detection> detections, long[] numbers) {
    Status status = frame == 1 ? Status.SEEN : Status.UNCONFIRMED;
    for (Detection detection : detections) {
      if (detection.score() >= settings.newTrackScore()) {
        lastNumber++;
        tracks.add(Track.begin(lastNumber, detection, frame, status));
        numbers[detection.index()] = lastNumber;
      }
    }
  }

  private void removeDuplicates() {
    Set<Track> duplicates = new HashSet<>();
    List<Track> seenNow = those(tracks, each -> each.status() != Status.LOST);
    for (Track lost : those(tracks, each -> each.status() == Status.LOST)) {
      for (Track seen : seenNow) {
        if (seen.duplicateCost(lost) < DUPLICATE_COST) {
          duplicates.add(seen.age() > lost.age() ? lost : seen);
        }
      }
    }
    tracks.removeAll(duplicates);
  }

  private static List<Label> numbered(List<Label> labels, long[] numbers) {
    List<Label> numbered = new ArrayList<>(labels);
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != NO_NUMBER) {
        numbered.set(i, labels.get(i).withTrack(numbers[i]));
      }
    }
    return List.copyOf(numbered);
  }

  private static <T> List<T> those(List<T> all, Predicate<T> which) {
    return new ArrayList<>(all.stream().filter(which).toList());
  }
}
