package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Sameness;
import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.testing.Interference;
import dev.relabel.testing.RandomLabels;
import dev.relabel.testing.SimulatedCall;
import dev.relabel.testing.SimulatedCrash;
import dev.relabel.testing.SimulatedFault;
import dev.relabel.testing.SimulatedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets anything happen at any call, as a seed wants it. */
final class Chaos implements Interference {
  private static final int LONGEST_PAUSE_SECONDS = 20;

  private final SimulatedServer server;
  private final Random random;
  private final RandomLabels labels;
  private final Rates rates;
  private @Nullable SimulatedRun simulated;
  private boolean isOn = true;
  private boolean isDying;

  /** How often in a thousand calls something happens. */
  record Rates(int people, int faults, int crashes, int twins, int pauses, int vanishing) {
    static Rates some(Random random) {
      return new Rates(
          random.nextInt(300),
          random.nextInt(3) * random.nextInt(random.nextInt(6) == 0 ? 400 : 200),
          random.nextInt(2) * random.nextInt(60),
          random.nextInt(2) * random.nextInt(80),
          random.nextInt(60),
          random.nextInt(3) / 2 * 5);
    }
  }

  Chaos(SimulatedServer server, Random random, Rates rates) {
    this.server = server;
    this.random = random;
    this.labels = new RandomLabels(random);
    this.rates = rates;
  }

  /** What it interferes with. */
  void with(SimulatedRun run) {
    simulated = run;
  }

  private SimulatedRun run() {
    return Objects.requireNonNull(simulated);
  }

  /** Faults stop; people go on. */
  void calm() {
    isOn = false;
  }

  /** A change to the run directory is under way. */
  void beforeDiskChange(String operation) {
    if (isOn && happens(rates.crashes() / 2)) {
      crash(SimulatedCrash.Of.DRIVER);
    }
  }

  @Override
  public void before(SimulatedCall call) {
    while (happens(rates.people())) {
      personWorks();
    }
    if (!isOn) {
      return;
    }
    if (happens(rates.vanishing())) {
      vanish(anyImage());
    }
    if (happens(rates.twins())) {
      run().runTwin();
    }
    if (happens(rates.pauses())) {
      server.time().pass(Duration.ofSeconds(random.nextInt(LONGEST_PAUSE_SECONDS)));
    }
    crashSometimes();
  }

  @Override
  public void after(SimulatedCall call) {
    if (isOn && isDying) {
      isDying = false;
      crash(anyProcess());
    }
    if (isOn) {
      crashSometimes();
    }
  }

  private void crashSometimes() {
    if (happens(rates.crashes())) {
      crash(anyProcess());
    }
  }

  private SimulatedCrash.Of anyProcess() {
    return random.nextBoolean() ? SimulatedCrash.Of.TASK : SimulatedCrash.Of.DRIVER;
  }

  private static void crash(SimulatedCrash.Of of) {
    throw new SimulatedCrash(of);
  }

  @Override
  public Optional<SimulatedFault> fault(SimulatedCall call) {
    if (isOn && call.isWrite() && happens(rates.crashes())) {
      isDying = true; // with its request under way
      return Optional.of(random.nextBoolean() ? SimulatedFault.LATE : SimulatedFault.VERY_LATE);
    }
    SimulatedFault[] faults = SimulatedFault.values();
    return isOn && happens(rates.faults())
        ? Optional.of(faults[random.nextInt(faults.length)])
        : Optional.empty();
  }

  private boolean happens(int inAThousand) {
    return random.nextInt(1000) < inAThousand;
  }

  private ImageId anyImage() {
    List<ImageId> images = server.images();
    return images.get(random.nextInt(images.size()));
  }

  /** A person works on an image, though not on what the run has no receipt for. */
  void personWorks() {
    if (server.images().isEmpty()) {
      return;
    }
    ImageId image = anyImage();
    List<SimulatedServer.Held> there = new ArrayList<>(server.on(image));
    Set<FigureId> unreceipted = server.history().addedByClients();
    unreceipted.removeAll(run().receipted());
    there.removeIf(each -> unreceipted.contains(each.id()) || countsForOneOfTwo(image, each));
    int what = random.nextInt(3);
    if (what == 0 || there.isEmpty()) {
      Label drawn = drawn(image);
      if (!looksRestored(image, drawn)) {
        server.draw(image, drawn);
      }
      return;
    }
    SimulatedServer.Held held = there.get(random.nextInt(there.size()));
    if (what == 1) {
      server.delete(image, held.id());
    } else {
      Label corrected = labels.corrected(held.kept());
      // A change too small to be told from what servers do to labels does not count as one.
      boolean isSeen =
          corrected.origin() != held.kept().origin()
              || !Sameness.same(corrected, held.kept(), Tolerance.SERVER);
      if (isSeen && !looksRestored(image, corrected)) {
        server.edit(image, held.id(), corrected);
      }
    }
  }

  /**
   * Whether one of two tasks at the same work may have found a label that it wants, a person's or
   * the run's, and left it at that: what is changed now is missing for the other.
   */
  private boolean countsForOneOfTwo(ImageId image, SimulatedServer.Held held) {
    return run().hasTwin()
        && (run().removes(held.id())
            || run().predictions(image).stream()
                .anyMatch(each -> Sameness.same(each, held.kept(), Tolerance.SERVER)));
  }

  /** Whether nothing tells a label from one that the run itself restores, or is yet to remove. */
  private boolean looksRestored(ImageId image, Label label) {
    Stream<Label> removed =
        run().items().stream()
            .flatMap(each -> each.planned().change().removals().stream())
            .map(PlatformLabel::label);
    return Stream.concat(removed, server.on(image).stream().map(SimulatedServer.Held::kept))
        .anyMatch(each -> Sameness.same(each, label, Tolerance.SERVER));
  }

  /**
   * Images stay while they are copied: a copy is found by its source, and one that is gone before a
   * receipt names it looks like one that was never made.
   */
  private void vanish(ImageId image) {
    if (!run().isBeingCopied(image)) {
      server.vanish(image);
    }
  }

  private Label drawn(ImageId image) {
    List<Label> predicted = run().predictions(image);
    // A person may draw what the model finds, but not while two tasks are at it: what is there for
    // the one is missing for the other then.
    return predicted.isEmpty() || run().hasTwin() || random.nextInt(3) > 0
        ? labels.drawn()
        : RandomLabels.asDrawn(predicted.get(random.nextInt(predicted.size())));
  }
}
