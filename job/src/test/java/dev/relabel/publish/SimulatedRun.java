package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformException;
import dev.relabel.publish.BatchWriter.Age;
import dev.relabel.publish.BatchWriter.Copied;
import dev.relabel.publish.BatchWriter.Copies;
import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.publish.Standing.Presence;
import dev.relabel.run.Marker;
import dev.relabel.run.PlanWriter;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import dev.relabel.run.WorkItem;
import dev.relabel.run.WriteBack;
import dev.relabel.run.WriteBackLog;
import dev.relabel.testing.History;
import dev.relabel.testing.HistoryChecker;
import dev.relabel.testing.Interference;
import dev.relabel.testing.MemoryFileSystem.Disk;
import dev.relabel.testing.SimulatedCrash;
import dev.relabel.testing.SimulatedPlatform;
import dev.relabel.testing.SimulatedServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run's way from predictions to receipts as the package {@code stage} has it, without Spark:
 * tasks run one after the other, are repeated when they fail, and may be run a second time while
 * they go on. Tables lie in memory and outlive the driver; what is complete is told by a real run
 * directory.
 */
final class SimulatedRun {
  private static final int MOST_ATTEMPTS = 4;

  private final SimulatedServer server;
  private final Interference interference;
  private final Shape shape;
  private final List<Work> work;
  private final RunDirectory directory; // remembers nothing
  private final Random random;
  private final Map<String, List<Planned>> changes = new HashMap<>();
  private final Map<String, List<Receipt>> receipts = new HashMap<>();
  private int clients;
  private @Nullable Attempt running;
  private boolean isTwinRunning;
  private boolean hasTwinFailed;
  private Earlier twinsEarlier = Earlier.BROKEN_OFF;
  private @Nullable List<Receipt> twins;

  /** An image and what the model finds on it. */
  record Work(String itemId, DatasetId dataset, ImageId image, List<Label> predictions) {}

  /** How the work is done. */
  record Shape(UploadMode mode, MergeSettings merge, int waveSize, int partitions) {}

  private record Planned(PlannedChange change, int at) {}

  private record Attempt(List<Recorded> rows, WriteBack writeBack, Age age) {}

  SimulatedRun(
      SimulatedServer server,
      Interference interference,
      Disk disk,
      Shape shape,
      List<Work> work,
      Random random) {
    this.server = server;
    this.interference = interference;
    this.directory = RunDirectory.at(disk.address("run"), disk.hadoop());
    this.shape = shape;
    this.work = work;
    this.random = random;
  }

  private Platform client(String role) {
    return new SimulatedPlatform(server, "%s %s".formatted(role, clients++), interference, random);
  }

  /** {@code relabel run --dry-run}: plans all waves. */
  void plan() {
    RunDirectory run = directory;
    plan(run);
    for (int wave = 0; wave < waves(run); wave++) {
      planChanges(run, wave);
    }
  }

  private void plan(RunDirectory run) {
    if (run.planMarker().isEmpty()) {
      PlanWriter.write(
          run,
          work.stream()
              .map(
                  each ->
                      new WorkItem(
                          each.itemId(),
                          "",
                          "simulated",
                          "1",
                          each.dataset().value(),
                          each.image().value(),
                          each.itemId(),
                          SimulatedServer.WIDTH,
                          SimulatedServer.HEIGHT))
              .iterator(),
          shape.waveSize());
    }
  }

  private static int waves(RunDirectory run) {
    return run.planMarker().map(plan -> (int) plan.count("waves")).orElse(0);
  }

  private void planChanges(RunDirectory run, int wave) {
    if (run.marker(Step.CHANGES, wave).isPresent()) {
      return;
    }
    Platform platform = client("planner");
    List<Planned> rows = new ArrayList<>();
    int from = wave * shape.waveSize();
    List<Work> some = work.subList(from, Math.min(work.size(), from + shape.waveSize()));
    for (List<Work> batch : batches(some, Work::dataset, platform.batchLimit())) {
      Map<ImageId, PlatformAnnotation> before =
          shape.mode() == UploadMode.CREATE
              ? Map.of()
              : platform.annotations(
                  batch.get(0).dataset(), batch.stream().map(Work::image).toList());
      int at = server.history().size();
      for (Work each : batch) {
        PlatformAnnotation there =
            before.getOrDefault(
                each.image(),
                new PlatformAnnotation(
                    each.image(),
                    SimulatedServer.WIDTH,
                    SimulatedServer.HEIGHT,
                    List.of(),
                    List.of(),
                    List.of()));
        Change change = shape.mode().change(there, each.predictions(), shape.merge());
        rows.add(new Planned(new PlannedChange(each.itemId(), each.dataset(), there, change), at));
      }
    }
    String attempt = RunDirectory.newAttempt();
    changes.put(attempt, rows);
    run.commit(Step.CHANGES, wave, new Marker(attempt, Map.of()));
  }

  /** {@code relabel run}: plans and writes wave by wave. */
  void run() {
    RunDirectory run = directory;
    plan(run);
    write(run, WriteBack.PUBLISH, true);
  }

  /** {@code relabel publish} or {@code relabel undo}: writes what is planned. */
  void writeBack(WriteBack writeBack) {
    write(directory, writeBack, false);
  }

  private void write(RunDirectory run, WriteBack writeBack, boolean isPlanning) {
    WriteBackLog.Begun begun = new WriteBackLog(run).begin(writeBack);
    server.history().note("driver begins " + begun);
    WavesInTurn turn = new WavesInTurn(run, begun);
    for (int wave = 0; wave < waves(run); wave++) {
      if (isPlanning) {
        planChanges(run, wave);
      }
      if (run.marker(Step.CHANGES, wave).isPresent() && !turn.isDone(wave)) {
        write(run, wave, begun, turn);
      }
    }
  }

  private void write(RunDirectory run, int wave, WriteBackLog.Begun begun, WavesInTurn turn) {
    Map<String, Receipt> last = new HashMap<>();
    lastReceipts(run, wave).forEach(each -> last.put(each.itemId(), each));
    Age age = turn.age(wave);
    Earlier earlier = turn.earlier(wave);
    List<Recorded> rows =
        planned(run, wave).stream()
            .map(
                each ->
                    new Recorded(
                        each.change(), Optional.ofNullable(last.get(each.change().itemId()))))
            .toList();
    List<Receipt> written = new ArrayList<>();
    int size = (rows.size() + shape.partitions() - 1) / shape.partitions();
    for (int from = 0; from < rows.size(); from += size) {
      List<Recorded> part = rows.subList(from, Math.min(rows.size(), from + size));
      written.addAll(task(new Attempt(part, begun.writeBack(), age), earlier));
    }
    String attempt = RunDirectory.newAttempt();
    receipts.put(attempt, written);
    long unknown = written.stream().filter(each -> !each.isSettled()).count();
    turn.commit(
        wave, new Marker(attempt, Map.of("writeBack", (long) begun.number(), "unknown", unknown)));
  }

  private List<Receipt> task(Attempt attempt, Earlier earlier) {
    Earlier now = earlier;
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      try {
        twins = null;
        hasTwinFailed = false;
        running = attempt;
        twinsEarlier = i == 0 ? Earlier.BROKEN_OFF : Earlier.SEVERAL_BROKEN_OFF;
        List<Receipt> own = run(attempt, now);
        if (!hasTwinFailed) {
          return twins == null ? own : twins;
        }
        // Once Spark has given a task up it takes nothing from it, whatever becomes of the other.
      } catch (PlatformException e) {
        server.history().note("task fails: " + e.getMessage());
        if (twins != null) {
          return twins;
        }
      } catch (SimulatedCrash e) {
        server.history().note("crash of the " + e.of());
        if (e.of() == SimulatedCrash.Of.DRIVER) {
          throw e;
        }
        if (twins != null) {
          return twins;
        }
      } finally {
        running = null;
      }
      now = i > 0 || hasTwinFailed ? Earlier.SEVERAL_BROKEN_OFF : Earlier.BROKEN_OFF;
    }
    throw new JobFailed();
  }

  /** A task has failed too often. */
  static final class JobFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** While a task goes on, another process does the same work to its end; its output counts. */
  void runTwin() {
    Attempt twin = running;
    if (twin != null && twins == null) {
      running = null; // no twins of twins
      isTwinRunning = true;
      server.history().note("a twin begins");
      try {
        twins = run(twin, twinsEarlier);
      } catch (PlatformException e) {
        hasTwinFailed = true;
        server.history().note("the twin fails: " + e.getMessage());
      } finally {
        running = twin;
        isTwinRunning = false;
      }
      server.history().note("a twin ends");
    }
  }

  private List<Receipt> run(Attempt attempt, Earlier earlier) {
    Platform platform = client("task");
    ManualTime time = server.time();
    BatchWriter writer =
        new BatchWriter(
            new Publisher(platform, shape.merge(), earlier, time),
            shape.mode(),
            attempt.writeBack(),
            attempt.age(),
            shape.mode() == UploadMode.CREATE ? copies(platform) : Copies.NONE);
    List<Receipt> written = new ArrayList<>();
    for (List<Recorded> batch :
        batches(attempt.rows(), each -> each.planned().dataset(), platform.batchLimit())) {
      written.addAll(writer.write(batch.get(0).planned().dataset(), batch));
    }
    return written;
  }

  private static Copies copies(Platform platform) {
    return (dataset, images) -> {
      DatasetId into = copyOf(dataset);
      List<ImageId> copies = new ArrayList<>();
      for (ImageId image : images) {
        try {
          platform.copyImages(platform.images(List.of(image)), into).stream()
              .map(ImageInfo::id)
              .forEach(copies::add);
        } catch (NotOnPlatformException e) {
          copies.add(image);
        }
      }
      return new Copied(into, copies);
    };
  }

  static DatasetId copyOf(DatasetId dataset) {
    return new DatasetId(dataset.number() + 100);
  }

  private static <T> List<List<T>> batches(
      List<T> rows, java.util.function.Function<T, DatasetId> dataset, int limit) {
    List<List<T>> batches = new ArrayList<>();
    for (T row : rows) {
      List<T> last = batches.isEmpty() ? List.of() : batches.get(batches.size() - 1);
      if (last.isEmpty()
          || last.size() == limit
          || !dataset.apply(last.get(0)).equals(dataset.apply(row))) {
        batches.add(new ArrayList<>());
      }
      batches.get(batches.size() - 1).add(row);
    }
    return batches;
  }

  private List<Planned> planned(RunDirectory run, int wave) {
    return run.marker(Step.CHANGES, wave)
        .map(marker -> changes.getOrDefault(marker.attempt(), List.of()))
        .orElse(List.of());
  }

  private List<Receipt> lastReceipts(RunDirectory run, int wave) {
    return run.marker(Step.RECEIPTS, wave)
        .map(marker -> receipts.getOrDefault(marker.attempt(), List.of()))
        .orElse(List.of());
  }

  /** Every planned change with its last receipt. */
  List<HistoryChecker.Item> items() {
    RunDirectory run = directory;
    List<HistoryChecker.Item> items = new ArrayList<>();
    for (int wave = 0; wave < waves(run); wave++) {
      Map<String, Receipt> last = new LinkedHashMap<>();
      lastReceipts(run, wave).forEach(each -> last.put(each.itemId(), each));
      planned(run, wave)
          .forEach(
              each ->
                  items.add(
                      new HistoryChecker.Item(
                          each.change(),
                          each.at(),
                          Optional.ofNullable(last.get(each.change().itemId())))));
    }
    return items;
  }

  /** The labels that committed receipts name. */
  Set<FigureId> receipted() {
    Set<FigureId> named = new HashSet<>();
    for (HistoryChecker.Item item : items()) {
      item.receipt()
          .ifPresent(
              receipt -> {
                receipt.standing().additions().stream()
                    .flatMap(each -> each.figure().stream())
                    .forEach(named::add);
                receipt.standing().removals().stream()
                    .filter(Presence::isThere)
                    .flatMap(each -> each.figure().stream())
                    .forEach(named::add);
              });
    }
    return named;
  }

  /** Whether two processes are at the same task, and it is not known whose receipts count. */
  boolean hasTwin() {
    return isTwinRunning || (running != null && twins != null);
  }

  /** Whether the run removes a label, or puts it back. */
  boolean removes(FigureId figure) {
    return items().stream()
        .flatMap(each -> each.planned().change().removals().stream())
        .anyMatch(each -> each.id().equals(Optional.of(figure)));
  }

  /** Whether an image and its copy cannot be told to belong together, as no receipt says so yet. */
  boolean isBeingCopied(ImageId image) {
    return shape.mode() == UploadMode.CREATE
        && items().stream()
            .filter(each -> each.receipt().isPresent())
            .noneMatch(
                each ->
                    each.planned().before().image().equals(image)
                        || each.receipt().orElseThrow().image().equals(image));
  }

  /** What the model finds on an image. */
  List<Label> predictions(ImageId image) {
    return work.stream()
        .filter(each -> each.image().equals(image))
        .findFirst()
        .map(Work::predictions)
        .orElse(List.of());
  }

  /** What has happened, for messages. */
  History history() {
    return server.history();
  }
}
