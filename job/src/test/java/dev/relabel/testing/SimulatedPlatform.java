package dev.relabel.testing;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.OutcomeUnknownException.Work;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.Schema;
import dev.relabel.platform.StaleException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One client of a {@link SimulatedServer}, whose calls go wrong as an {@link Interference} wants.
 * Keeps deadlines and says what it knows of a failure as the real client does.
 */
public final class SimulatedPlatform implements Platform {
  /** Longest that the effect of a lost request may be late. */
  public static final Duration LATEST = Duration.ofSeconds(30);

  private static final int BATCH = 4;
  private static final int MOST_MILLIS = 200;
  // Longer than the publisher acts on a look.
  private static final Duration HOLD_UP = Duration.ofSeconds(12);
  private static final Duration STORM = Duration.ofSeconds(6);
  private static final Duration SOON = Duration.ofSeconds(4);

  private final SimulatedServer server;
  private final ManualTime time;
  private final String name;
  private final Interference interference;
  private final Random random;

  /**
   * A client.
   *
   * @param name in the history
   * @param random how long calls take, and how much of a broken request takes effect
   */
  public SimulatedPlatform(
      SimulatedServer server, String name, Interference interference, Random random) {
    this.server = server;
    this.time = server.time();
    this.name = name;
    this.interference = interference;
    this.random = random;
  }

  private <T> T read(SimulatedCall call, Supplier<T> answer) {
    Optional<SimulatedFault> fault = start(call);
    if (fault.isPresent() && fault.get() == SimulatedFault.UNAVAILABLE) {
      throw unavailable();
    }
    if (fault.isPresent()) {
      pass(STORM); // repeated until it worked
    }
    T read = answer.get();
    interference.after(call);
    pass(Duration.ofMillis(random.nextInt(MOST_MILLIS)));
    return read;
  }

  private Optional<SimulatedFault> start(SimulatedCall call) {
    server.landDue();
    interference.before(call);
    Optional<SimulatedFault> fault = interference.fault(call);
    fault.ifPresent(
        each -> server.history().note("%s %s: %s".formatted(name, call.method(), each)));
    pass(Duration.ofMillis(random.nextInt(MOST_MILLIS)));
    return fault;
  }

  private void pass(Duration duration) {
    time.pass(duration);
    server.landDue();
  }

  private static PlatformUnavailableException unavailable() {
    return new PlatformUnavailableException("The simulated server is not there", null);
  }

  /** A write that the server can do in whole or in part, now or later. */
  private interface Effect<T> {
    T whole();

    void part(SimulatedFault fault);
  }

  private <T> T write(SimulatedCall call, Deadline deadline, Effect<T> effect) {
    Optional<SimulatedFault> fault = start(call);
    SimulatedFault what = fault.orElse(null);
    if (what == SimulatedFault.HELD_UP) {
      pass(HOLD_UP);
    } else if (what == SimulatedFault.THROTTLED) {
      pass(STORM);
    }
    if (deadline.isPast(time)) {
      throw new StaleException("Not sent: the look is too old");
    }
    if (what == SimulatedFault.UNAVAILABLE) {
      throw unavailable();
    }
    if (what == SimulatedFault.FAILED_BEFORE) {
      throw unknown(Work.FINISHED);
    }
    if (what == SimulatedFault.LOST_BEFORE) {
      pass(STORM);
      throw unknown(Work.MAY_GO_ON);
    }
    if (what == SimulatedFault.LATE || what == SimulatedFault.VERY_LATE) {
      Duration most = what == SimulatedFault.LATE ? SOON : LATEST;
      server.later(Duration.ofMillis(random.nextInt((int) most.toMillis())), () -> land(effect));
      interference.after(call);
      throw unknown(Work.MAY_GO_ON);
    }
    if (what == SimulatedFault.LOST_AFTER_SOME_IMAGES
        || what == SimulatedFault.LOST_AFTER_SOME_LABELS) {
      effect.part(what);
      throw unknown(what == SimulatedFault.LOST_AFTER_SOME_IMAGES ? Work.MAY_GO_ON : Work.FINISHED);
    }
    T done = effect.whole();
    interference.after(call);
    pass(Duration.ofMillis(random.nextInt(MOST_MILLIS)));
    if (what == SimulatedFault.GARBLED) {
      throw unknown(Work.FINISHED);
    }
    if (what == SimulatedFault.LOST_AFTER) {
      throw unknown(Work.MAY_GO_ON);
    }
    return done;
  }

  private void land(Effect<?> effect) {
    try {
      effect.whole();
    } catch (PlatformException e) {
      server.history().note("what %s had sent is refused late: %s".formatted(name, e.getMessage()));
    }
  }

  private static OutcomeUnknownException unknown(Work work) {
    return new OutcomeUnknownException("No answer from the simulated server", work, null);
  }

  @Override
  public Map<ImageId, PlatformAnnotation> annotations(DatasetId dataset, List<ImageId> ids) {
    return read(call("annotations", ids), () -> server.read(name, dataset, ids));
  }

  @Override
  public Map<ImageId, List<FigureId>> addLabels(
      DatasetId dataset, Map<ImageId, List<Label>> labels, Deadline deadline) {
    return write(
        call("addLabels", List.copyOf(labels.keySet())),
        deadline,
        new Effect<Map<ImageId, List<FigureId>>>() {
          @Override
          public Map<ImageId, List<FigureId>> whole() {
            server.check(dataset, labels);
            return server.add(name, labels);
          }

          @Override
          public void part(SimulatedFault fault) {
            server.check(dataset, labels);
            server.add(name, partOf(labels, fault));
          }
        });
  }

  private Map<ImageId, List<Label>> partOf(Map<ImageId, List<Label>> labels, SimulatedFault fault) {
    Map<ImageId, List<Label>> some = new LinkedHashMap<>();
    int images = random.nextInt(labels.size());
    Iterator<Map.Entry<ImageId, List<Label>>> all = labels.entrySet().iterator();
    for (int i = 0; i < images; i++) {
      Map.Entry<ImageId, List<Label>> each = all.next();
      some.put(each.getKey(), each.getValue());
    }
    if (fault == SimulatedFault.LOST_AFTER_SOME_LABELS) {
      Map.Entry<ImageId, List<Label>> broken = all.next();
      some.put(
          broken.getKey(),
          broken.getValue().subList(0, random.nextInt(broken.getValue().size() + 1)));
    }
    return some;
  }

  @Override
  public void removeLabels(
      DatasetId dataset, Map<ImageId, List<PlatformLabel>> byImage, Deadline deadline) {
    List<FigureId> labels =
        byImage.values().stream()
            .flatMap(List::stream)
            .map(label -> label.id().orElseThrow())
            .toList();
    int sentAt = server.history().size();
    Consumer<List<FigureId>> remove = some -> server.remove(name, some, sentAt);
    write(
        call("removeLabels", List.of()),
        deadline,
        new Effect<Boolean>() {
          @Override
          public Boolean whole() {
            remove.accept(labels);
            return true;
          }

          @Override
          public void part(SimulatedFault fault) {
            remove.accept(labels.subList(0, random.nextInt(labels.size() + 1)));
          }
        });
  }

  private SimulatedCall call(String method, List<ImageId> images) {
    return new SimulatedCall(name, method, images);
  }

  @Override
  public List<ImageInfo> images(List<ImageId> ids) {
    return read(call("images", ids), () -> server.describe(ids));
  }

  @Override
  public List<ImageInfo> copyImages(List<ImageInfo> images, DatasetId into) {
    return read(
        call("copyImages", images.stream().map(ImageInfo::id).toList()),
        () -> server.copy(images, into));
  }

  @Override
  public int batchLimit() {
    return BATCH;
  }

  @Override
  public String address() {
    return "simulated:";
  }

  @Override
  public List<LabelClass> planSchema(
      Optional<ProjectId> project, List<LabelClass> wanted, String suffix) {
    return wanted;
  }

  @Override
  public List<LabelClass> mergeSchema(ProjectId project, List<LabelClass> wanted, String suffix) {
    return wanted;
  }

  @Override
  public ProjectInfo project(ProjectId id) {
    throw unused();
  }

  @Override
  public DatasetInfo dataset(DatasetId id) {
    throw unused();
  }

  @Override
  public List<DatasetInfo> datasets(ProjectId id) {
    throw unused();
  }

  @Override
  public Iterator<ImageInfo> images(DatasetId dataset) {
    return server.describe(server.images()).stream()
        .filter(image -> image.dataset().equals(dataset))
        .iterator();
  }

  @Override
  public Map<ImageId, byte[]> download(DatasetId dataset, List<ImageId> ids) {
    throw unused();
  }

  @Override
  public Schema schema(ProjectId project) {
    throw unused();
  }

  @Override
  public ProjectInfo ensureProject(long workspaceId, String name, String description) {
    throw unused();
  }

  @Override
  public DatasetInfo ensureDataset(ProjectId project, Optional<DatasetId> parent, String name) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("Write-backs do not call this");
  }

  @Override
  public void close() {}
}
