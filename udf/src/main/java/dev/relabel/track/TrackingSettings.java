package dev.relabel.track;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How labels are joined to tracks. The names of the settings are those that Ultralytics' {@code
 * bytetrack.yaml} has; the defaults are those of ByteTrack's own program.
 *
 * @param highScore from which score on a label is searched for among all tracks and may begin one,
 *     0–1 (setting {@code track_high_thresh}, default 0.5)
 * @param lowScore from which score on a label may at least continue a track that was seen on the
 *     frame before, 0 to {@code highScore}; where both are equal, no label is of this kind (setting
 *     {@code track_low_thresh}, default 0.1, or {@code highScore} if that is less)
 * @param newTrackScore from which score on a label that joins no track begins one, 0–1; less than
 *     {@code highScore} is as good as {@code highScore} (setting {@code new_track_thresh}, default
 *     {@code highScore} + 0.1, at most 1)
 * @param matchCost below which cost a label of high score may join a track, above 0, at most 1; the
 *     cost is 1 − IoU × score (setting {@code match_thresh}, default 0.8)
 * @param buffer for how many frames a track may go unseen and still be continued, 0 to {@value
 *     #MAX_BUFFER}; counts the frames that are looked at, not those of the file (setting {@code
 *     track_buffer}, default 30)
 */
public record TrackingSettings(
    double highScore, double lowScore, double newTrackScore, double matchCost, int buffer)
    implements Serializable {
  private static final String HIGH = "track_high_thresh";
  private static final String LOW = "track_low_thresh";
  private static final String NEW = "new_track_thresh";
  private static final String BUFFER = "track_buffer";
  private static final String MATCH = "match_thresh";

  /** Names of the settings, as people write them. */
  public static final Set<String> KEYS = Set.of(HIGH, LOW, NEW, BUFFER, MATCH);

  /** Longest time unseen, in frames. Each unseen track costs memory and time on each frame. */
  public static final int MAX_BUFFER = 10_000;

  /** By how much a first score has to be better than a high one, unless it is said. */
  private static final double NEW_ABOVE_HIGH = 0.1;

  public static final TrackingSettings DEFAULT = new TrackingSettings(0.5, 0.1, 0.6, 0.8, 30);

  public TrackingSettings {
    List<String> problems = new ArrayList<>();
    requireFraction(HIGH, highScore, problems);
    requireFraction(LOW, lowScore, problems);
    requireFraction(NEW, newTrackScore, problems);
    if (problems.isEmpty() && lowScore > highScore) {
      problems.add("%s, %s, is at most %s, %s".formatted(LOW, lowScore, HIGH, highScore));
    }
    if (!(matchCost > 0 && matchCost <= 1)) {
      problems.add("%s lies above 0 and at most at 1, not at %s".formatted(MATCH, matchCost));
    }
    if (buffer < 0 || buffer > MAX_BUFFER) {
      problems.add("%s is 0–%s frames, not %s".formatted(BUFFER, MAX_BUFFER, buffer));
    }
    refuse(problems);
  }

  private static void requireFraction(String name, double value, List<String> problems) {
    if (!(value >= 0 && value <= 1)) { // written so that NaN fails too
      problems.add("%s lies in 0–1, not at %s".formatted(name, value));
    }
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /**
   * Those among settings of every kind; the defaults where nothing is said.
   *
   * @throws IllegalArgumentException listing everything that is wrong with them
   */
  public static TrackingSettings of(Map<String, ?> settings) {
    List<String> problems = new ArrayList<>();
    double high = number(settings, HIGH, DEFAULT.highScore, problems);
    double base = high >= 0 && high <= 1 ? high : DEFAULT.highScore; // one complaint is enough
    double low = number(settings, LOW, Math.min(DEFAULT.lowScore, base), problems);
    double begin = number(settings, NEW, Math.min(base + NEW_ABOVE_HIGH, 1), problems);
    double match = number(settings, MATCH, DEFAULT.matchCost, problems);
    double buffer = number(settings, BUFFER, DEFAULT.buffer, problems);
    if (buffer != (int) buffer) {
      problems.add("%s is a whole number of frames, not %s".formatted(BUFFER, buffer));
    }
    refuse(problems);
    return new TrackingSettings(high, low, begin, match, (int) buffer);
  }

  private static double number(
      Map<String, ?> settings, String name, double otherwise, List<String> problems) {
    @Nullable Object value = settings.get(name);
    if (value != null && !(value instanceof Number)) {
      problems.add("%s is a number, not '%s'".formatted(name, value));
    }
    return value instanceof Number number ? number.doubleValue() : otherwise;
  }

  /** All settings by name, as {@link #of} reads them. */
  public Map<String, Object> toMap() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(HIGH, highScore);
    settings.put(LOW, lowScore);
    settings.put(NEW, newTrackScore);
    settings.put(BUFFER, buffer);
    settings.put(MATCH, matchCost);
    return settings;
  }
}
