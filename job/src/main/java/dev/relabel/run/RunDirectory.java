package dev.relabel.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory of durable tables that a run is.
 *
 * <pre>
 * run.json                             what the run is (RunSpec)
 * plan/ATTEMPT/wave-00000.jsonl        work items
 * STEP/wave-00000/ATTEMPT/*.parquet    a step's output: predictions, changes, receipts
 * done/STEP-wave-00000.json            a step's marker; done/plan.json is the plan's
 * schema.json, target.json             which platform classes and project the run writes to
 * lease/UUID.json                      who is at work on it, while somebody is (RunLease)
 * </pre>
 *
 * <p>Small files appear whole or not at all, on local disks, HDFS and object stores. Used by one
 * thread of the driver at a time per file.
 */
public final class RunDirectory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem files;
  private final Path root;
  private final WholeFiles whole;
  private Runnable guard = () -> {};

  RunDirectory(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
    this.whole = new WholeFiles(files);
  }

  /**
   * A run directory at this place, which need not exist yet.
   *
   * @param address a path or URI that Hadoop understands
   */
  public static RunDirectory at(String address, Configuration hadoop) {
    try {
      Path path = new Path(address);
      FileSystem files = path.getFileSystem(hadoop);
      if (files.makeQualified(path).toString().matches(".*[,*?{}\\[\\]\\\\].*")) {
        throw new IllegalArgumentException(
            "its path has one of , * ? { } [ ] \\ in it, which Spark reads as a pattern");
      }
      if (files instanceof LocalFileSystem local) {
        local.setWriteChecksum(false); // hidden .crc files would double the number of files
      }
      return new RunDirectory(files, files.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException(
          "The run directory %s cannot be used: %s. Name a folder on a file system that Spark knows."
              .formatted(address, messageOf(e)),
          e);
    }
  }

  /**
   * From now on, nothing of the run's state is written without the lease.
   *
   * @param lease the lease on this directory
   */
  public void writeOnlyUnder(RunLease lease) {
    guard = lease::require;
  }

  /** The directory's full address. */
  public String address() {
    return root.toString();
  }

  /** The run that lives here, if any. */
  public Optional<RunSpec> spec() {
    return read("run.json")
        .map(
            node ->
                new RunSpec(
                    node.path("runId").asText(),
                    node.path("createdAt").asText(),
                    texts(node.path("facts"))));
  }

  /** Freezes what the run is. */
  public void writeSpec(RunSpec spec) {
    ObjectNode node = JSON.createObjectNode();
    node.put("runId", spec.runId()).put("createdAt", spec.createdAt());
    ObjectNode facts = node.putObject("facts");
    spec.facts().forEach(facts::put);
    write("run.json", node);
  }

  /** The marker of a wave's step, if that step is complete. */
  public Optional<Marker> marker(Step step, int wave) {
    return marker(markerName(step, wave));
  }

  /** Declares a wave's step complete, once its output is safe from a power cut. */
  public void commit(Step step, int wave, Marker marker) {
    whole.local(new Path(tablePath(step, wave, marker.attempt()))).ifPresent(this::force);
    commit(markerName(step, wave), marker);
  }

  /**
   * Other file systems have stored a file when it is closed; a local disk may still hold it back.
   */
  private void force(java.nio.file.Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<java.nio.file.Path> written = Files.walk(folder)) {
      for (java.nio.file.Path each : (Iterable<java.nio.file.Path>) written::iterator) {
        WholeFiles.force(each);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** The plan's marker, with counts {@code waves} and {@code items}, if the plan is complete. */
  public Optional<Marker> planMarker() {
    return marker("done/plan.json");
  }

  void commitPlan(Marker marker) {
    commit("done/plan.json", marker);
  }

  /** A new attempt's name, never used before. */
  public static String newAttempt() {
    return "attempt-" + UUID.randomUUID();
  }

  /** Where an attempt of a wave's step keeps its output. */
  public String tablePath(Step step, int wave, String attempt) {
    return new Path(root, "%s/%s/%s".formatted(step.folder(), waveName(wave), attempt)).toString();
  }

  /** Where a wave's committed output lies. */
  public String tablePath(Step step, int wave) {
    Marker marker =
        marker(step, wave)
            .orElseThrow(
                () ->
                    new RunException(
                        "%s has no complete %s of wave %s".formatted(root, step.folder(), wave),
                        null));
    return tablePath(step, wave, marker.attempt());
  }

  /** Removes an attempt's output that is not needed any more; what cannot be removed stays. */
  public void discard(String attemptPath) {
    try {
      files.delete(new Path(attemptPath), true);
    } catch (IOException e) {
      // Nobody reads it.
    }
  }

  /** Where the work items of a wave lie. */
  public String planPath(int wave) {
    Marker plan =
        planMarker().orElseThrow(() -> new RunException(root + " has no complete plan", null));
    return planPath(plan.attempt(), wave);
  }

  private String planPath(String attempt, int wave) {
    return new Path(root, "plan/%s/%s.jsonl".formatted(attempt, waveName(wave))).toString();
  }

  OutputStream createPlanFile(String attempt, int wave) {
    try {
      return files.create(new Path(planPath(attempt, wave)), false);
    } catch (IOException | FSError e) {
      throw unwritable(e);
    }
  }

  /** A small JSON file of the run, if it exists. */
  public Optional<JsonNode> read(String name) {
    try (InputStream in = files.open(new Path(root, name))) {
      return Optional.of(JSON.readTree(in));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(new Path(root, name), e);
    }
  }

  /** Writes or replaces a small JSON file: whole or not at all. */
  public void write(String name, JsonNode content) {
    guard.run();
    try {
      whole.write(new Path(root, name), content.toPrettyString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException | FSError e) { // FSError: how Hadoop tells a full local disk
      throw unwritable(e);
    }
  }

  boolean exists() {
    try {
      return files.exists(root);
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  /** Names of the files in one of the run's folders and when each was written, by the store. */
  Map<String, Long> modificationTimes(String folder) {
    Path place = new Path(root, folder);
    Map<String, Long> times = new TreeMap<>();
    try {
      for (FileStatus each : files.listStatus(place)) {
        if (each.isFile() && !each.getPath().getName().startsWith(".")) {
          times.put(each.getPath().getName(), each.getModificationTime());
        }
      }
    } catch (FileNotFoundException e) {
      return Map.of();
    } catch (IOException e) {
      throw unreadable(place, e);
    }
    return times;
  }

  /** Deletes a small file, if it exists. */
  void delete(String name) {
    try {
      files.delete(new Path(root, name), false);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Removes the directory if it holds nothing, but perhaps this folder, which is empty, too. */
  void removeIfEmpty(String folder) {
    try {
      for (Path each : List.of(new Path(root, folder), root)) {
        Optional<java.nio.file.Path> local = whole.local(each);
        if (local.isPresent()) {
          // Hadoop looks, then deletes whatever is there by then.
          Files.deleteIfExists(local.get());
        } else {
          files.delete(each, false);
        }
      }
    } catch (IOException e) {
      // Not empty: somebody else needs it.
    }
  }

  RunException unwritable(Throwable e) {
    return new RunException(
        ("The run directory %s cannot be written: %s. Free some space or name another --run-dir,"
                + " then run the same command again; what is complete is kept.")
            .formatted(root, messageOf(e)),
        e);
  }

  private static RunException unreadable(Path place, IOException e) {
    return new RunException("%s cannot be read: %s".formatted(place, messageOf(e)), e);
  }

  private Optional<Marker> marker(String name) {
    return read(name)
        .map(
            node -> {
              Map<String, Long> counts = new LinkedHashMap<>();
              node.path("counts")
                  .properties()
                  .forEach(each -> counts.put(each.getKey(), each.getValue().asLong()));
              return new Marker(node.path("attempt").asText(), counts);
            });
  }

  private void commit(String name, Marker marker) {
    ObjectNode node = JSON.createObjectNode().put("attempt", marker.attempt());
    ObjectNode counts = node.putObject("counts");
    marker.counts().forEach(counts::put);
    write(name, node);
  }

  private static String markerName(Step step, int wave) {
    return "done/%s-%s.json".formatted(step.folder(), waveName(wave));
  }

  static String waveName(int wave) {
    return String.format(Locale.ROOT, "wave-%05d", wave);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }

  private static String messageOf(Throwable e) {
    if (e instanceof FSError && e.getCause() != null) {
      return messageOf(e.getCause()); // its own message is that one's name and message
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
