package dev.relabel.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.Time;
import dev.relabel.platform.TrackedObjects;
import dev.relabel.platform.TrackedObjects.TrackedObject;
import dev.relabel.platform.VideoId;
import dev.relabel.publish.Publisher;
import dev.relabel.run.RunDirectory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the platform's objects for the tracks of a run, once each however often it is tried.
 *
 * <p>A platform does not tell whose an object is, so before the first is made for a video in a
 * wave, the run directory keeps which objects without labels were there. What is found without
 * labels later and was not there then was made by an attempt whose answer was lost, and is used.
 * Confined to the driver's thread that writes.
 */
final class TrackObjects {
  private static final Logger LOG = LoggerFactory.getLogger(TrackObjects.class);

  /**
   * Objects that are made before they are kept in the run directory: a crash between leaves as many
   * to be found again.
   */
  private static final int AT_ONCE = 2000;

  private static final int MOST_ROUNDS = 5;

  private final Platform platform;
  private final RunDirectory run;
  private final Runnable mayWrite;

  /**
   * @param mayWrite asked before each removal; throws if this process may not write any more
   */
  TrackObjects(Platform platform, RunDirectory run, Runnable mayWrite) {
    this.platform = platform;
    this.run = run;
    this.mayWrite = mayWrite;
  }

  /** A video's part of a wave, as it is kept. */
  private static final class Kept {
    /** Objects without labels that were there before; missing until something is to be made. */
    Optional<Set<Long>> before = Optional.empty();

    final Map<Long, Long> objects = new TreeMap<>();

    /** Those that were found, and so may be somebody else's after all: never removed. */
    final Set<Long> adopted = new TreeSet<>();
  }

  /**
   * The objects for the tracks of a wave, made if need be.
   *
   * @param tracks the class of each track, by video; also those videos of the wave that get none
   * @return none for a video that is gone
   */
  FrameTracks.Objects ensure(int wave, Map<VideoId, Map<Long, String>> tracks) {
    Map<VideoId, Kept> kept = read(wave);
    Map<VideoId, Kept> earlier = wave == 0 ? Map.of() : read(wave - 1);
    FrameTracks.Objects objects = new FrameTracks.Objects();
    for (Map.Entry<VideoId, Map<Long, String>> each : tracks.entrySet()) {
      VideoId video = each.getKey();
      Kept ofVideo = kept.computeIfAbsent(video, id -> new Kept());
      if (earlier.containsKey(video)) {
        earlier.get(video).objects.entrySet().stream()
            .filter(entry -> FrameTracks.isShared(entry.getKey()))
            .forEach(entry -> ofVideo.objects.put(entry.getKey(), entry.getValue()));
        ofVideo.adopted.addAll(earlier.get(video).adopted);
      }
      if (each.getValue().isEmpty()) {
        continue; // its tracks are only handed on to the next wave
      }
      try {
        ensure(wave, video, each.getValue(), kept);
        objects.put(video, new HashMap<>(ofVideo.objects));
      } catch (NotOnPlatformException e) {
        LOG.warn("Video {} gets no labels: {}", video, e.getMessage());
      }
    }
    write(wave, kept);
    return objects;
  }

  private void ensure(int wave, VideoId video, Map<Long, String> tracks, Map<VideoId, Kept> all) {
    Kept kept = all.computeIfAbsent(video, id -> new Kept());
    for (int round = 1; ; round++) {
      List<TrackedObject> there = platform.trackedObjects().of(video);
      kept.objects
          .values()
          .retainAll(there.stream().map(TrackedObject::id).collect(Collectors.toSet()));
      if (kept.objects.keySet().containsAll(tracks.keySet())) {
        return;
      }
      Set<Long> before = kept.before.orElseGet(() -> unused(there));
      if (kept.before.isEmpty()) {
        kept.before = Optional.of(before);
        write(wave, all);
      }
      adopt(there, before, tracks, kept);
      try {
        make(wave, video, tracks, all);
        return;
      } catch (OutcomeUnknownException e) {
        LOG.warn("Looking again at the objects of video {}: {}", video, e.getMessage());
        if (round == MOST_ROUNDS) {
          throw e;
        }
      }
    }
  }

  private static Set<Long> unused(List<TrackedObject> there) {
    return there.stream()
        .filter(each -> !each.hasLabels())
        .map(TrackedObject::id)
        .collect(Collectors.toSet());
  }

  /** Gives what lost attempts have made to the tracks that still have no object. */
  private static void adopt(
      List<TrackedObject> there, Set<Long> before, Map<Long, String> tracks, Kept kept) {
    Set<Long> taken = new HashSet<>(kept.objects.values());
    Map<String, Queue<Long>> free = new HashMap<>();
    there.stream()
        .filter(each -> !each.hasLabels() && !before.contains(each.id()))
        .filter(each -> !taken.contains(each.id()))
        .forEach(
            each ->
                free.computeIfAbsent(each.className(), name -> new ArrayDeque<>()).add(each.id()));
    for (Map.Entry<Long, String> track : new TreeMap<>(tracks).entrySet()) {
      Queue<Long> ofClass = free.get(track.getValue());
      if (!kept.objects.containsKey(track.getKey()) && ofClass != null && !ofClass.isEmpty()) {
        long object = ofClass.remove();
        kept.objects.put(track.getKey(), object);
        kept.adopted.add(object);
      }
    }
  }

  private void make(int wave, VideoId video, Map<Long, String> tracks, Map<VideoId, Kept> all) {
    Kept kept = all.computeIfAbsent(video, id -> new Kept());
    List<Long> missing =
        new TreeMap<>(tracks)
            .keySet().stream().filter(track -> !kept.objects.containsKey(track)).toList();
    for (int from = 0; from < missing.size(); from += AT_ONCE) {
      List<Long> some = missing.subList(from, Math.min(missing.size(), from + AT_ONCE));
      List<String> classes = new ArrayList<>();
      some.forEach(track -> classes.add(tracks.getOrDefault(track, "")));
      write(wave, all); // asks, too, whether this process still has the run
      List<Long> made = platform.trackedObjects().add(video, classes);
      for (int i = 0; i < some.size(); i++) {
        kept.objects.put(some.get(i), made.get(i));
      }
    }
    write(wave, all);
  }

  /** Removes those of a wave's objects that have no labels any more. */
  void removeUnused(int wave) {
    Map<VideoId, Kept> all = read(wave);
    all.forEach(
        (video, kept) -> {
          try {
            removeUnused(video, kept);
          } catch (NotOnPlatformException e) {
            LOG.debug("Video {} is gone with its objects", video);
          }
          // What is there without labels from now on is no trace of an attempt of ours.
          kept.before = Optional.empty();
        });
    write(wave, all);
  }

  private void removeUnused(VideoId video, Kept kept) {
    int stale = 0;
    while (true) {
      // Somebody may have drawn a label of one since: a look is good for a moment only.
      Deadline deadline = Deadline.in(Publisher.FRESH, Time.SYSTEM);
      Set<Long> unused = unused(platform.trackedObjects().of(video));
      unused.retainAll(kept.objects.values());
      unused.removeAll(kept.adopted);
      if (unused.isEmpty()) {
        return;
      }
      List<Long> some = unused.stream().sorted().limit(TrackedObjects.MOST_REMOVED).toList();
      mayWrite.run();
      try {
        platform.trackedObjects().remove(some, deadline);
        kept.objects.values().removeAll(Set.copyOf(some));
      } catch (StaleException | OutcomeUnknownException e) {
        stale++;
        if (stale > MOST_ROUNDS) {
          LOG.warn("Objects without labels stay in video {}: {}", video, e.getMessage());
          return;
        }
      }
    }
  }

  private static String file(int wave) {
    return String.format(Locale.ROOT, "objects/wave-%05d.json", wave);
  }

  private Map<VideoId, Kept> read(int wave) {
    Map<VideoId, Kept> all = new LinkedHashMap<>();
    JsonNode videos =
        run.read(file(wave))
            .<JsonNode>map(node -> node)
            .orElse(JsonNodeFactory.instance.objectNode());
    for (Map.Entry<String, JsonNode> video : videos.properties()) {
      Kept kept = new Kept();
      if (video.getValue().has("before")) {
        Set<Long> before = new HashSet<>();
        video.getValue().path("before").forEach(id -> before.add(id.asLong()));
        kept.before = Optional.of(before);
      }
      video.getValue().path("adopted").forEach(id -> kept.adopted.add(id.asLong()));
      for (Map.Entry<String, JsonNode> each : video.getValue().path("objects").properties()) {
        kept.objects.put(Long.valueOf(each.getKey()), each.getValue().asLong());
      }
      all.put(new VideoId(video.getKey()), kept);
    }
    return all;
  }

  private void write(int wave, Map<VideoId, Kept> all) {
    ObjectNode videos = JsonNodeFactory.instance.objectNode();
    all.forEach(
        (video, kept) -> {
          ObjectNode node = videos.putObject(video.value());
          kept.before.ifPresent(
              ids -> {
                ArrayNode before = node.putArray("before");
                ids.stream().sorted().forEach(before::add);
              });
          if (!kept.adopted.isEmpty()) {
            ArrayNode adopted = node.putArray("adopted");
            kept.adopted.forEach(adopted::add);
          }
          ObjectNode objects = node.putObject("objects");
          kept.objects.forEach((track, id) -> objects.put(Long.toString(track), id));
        });
    run.write(file(wave), videos);
  }
}
