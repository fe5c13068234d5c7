package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.publish.SimulatedRun.Shape;
import dev.relabel.run.WriteBack;
import dev.relabel.testing.Interference;
import dev.relabel.testing.ServerHabits;
import dev.relabel.testing.SimulatedCall;
import dev.relabel.testing.SimulatedCrash;
import dev.relabel.testing.SimulatedFault;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of trouble in each mode, at each call that a run makes. */
class FaultMatrixTest {
  private static final String PUBLISHER = Publisher.class.getName();
  private static final int IMAGES = 7;

  /** Trouble at one call. */
  private interface Trouble {
    /** Before the call. */
    default void before(SimulatedRun run) {}

    /** With the call. */
    default Optional<SimulatedFault> fault() {
      return Optional.empty();
    }

    /** After its effect. */
    default void after() {}
  }

  private record Fault(SimulatedFault what) implements Trouble {
    @Override
    public Optional<SimulatedFault> fault() {
      return Optional.of(what);
    }
  }

  private record CrashBefore(SimulatedCrash.Of of) implements Trouble {
    @Override
    public void before(SimulatedRun run) {
      throw new SimulatedCrash(of);
    }
  }

  private record CrashAfter(SimulatedCrash.Of of) implements Trouble {
    @Override
    public void after() {
      throw new SimulatedCrash(of);
    }
  }

  private record Twin() implements Trouble {
    @Override
    public void before(SimulatedRun run) {
      run.runTwin();
    }
  }

  /** Makes trouble at the call of one number. */
  private static final class AtCall implements Interference {
    private final Trouble trouble;
    private final int number;
    private @Nullable SmallRun run;
    private int calls;

    AtCall(Trouble trouble, int number) {
      this.trouble = trouble;
      this.number = number;
    }

    boolean hasHappened() {
      return calls > number;
    }

    @Override
    public void before(SimulatedCall call) {
      if (calls++ == number) {
        trouble.before(Objects.requireNonNull(run).simulated());
      }
    }

    @Override
    public Optional<SimulatedFault> fault(SimulatedCall call) {
      return calls == number + 1 ? trouble.fault() : Optional.empty();
    }

    @Override
    public void after(SimulatedCall call) {
      if (calls == number + 1) {
        trouble.after();
      }
    }
  }

  static Stream<Arguments> troubles() {
    Stream<Trouble> troubles =
        Stream.of(
                Stream.of(SimulatedFault.values()).map(each -> (Trouble) new Fault(each)),
                Stream.of(SimulatedCrash.Of.values()).map(each -> (Trouble) new CrashBefore(each)),
                Stream.of(SimulatedCrash.Of.values()).map(each -> (Trouble) new CrashAfter(each)),
                Stream.of((Trouble) new Twin()))
            .flatMap(each -> each);
    return troubles.flatMap(
        trouble -> Stream.of(UploadMode.values()).map(mode -> Arguments.of(trouble, mode)));
  }

  static Stream<Arguments> habits() {
    return Stream.of(ServerHabits.values())
        .flatMap(
            habit ->
                Stream.of(UploadMode.values()).map(mode -> Arguments.of(EnumSet.of(habit), mode)));
  }

  @BeforeAll
  static void saysNothingOfFaults() {
    Configurator.setLevel(PUBLISHER, Level.ERROR);
  }

  @AfterAll
  static void saysEverythingAgain() {
    Configurator.setLevel(PUBLISHER, Level.WARN);
  }

  @ParameterizedTest(name = "{0} in mode {1}")
  @MethodSource("troubles")
  void atWhicheverCallItComesTheRunAndItsUndoComeOut(Trouble trouble, UploadMode mode) {
    boolean isReached = true;
    for (int call = 0; isReached; call++) {
      isReached = comesOut(trouble, mode, call, EnumSet.noneOf(ServerHabits.class));
    }
  }

  @ParameterizedTest(name = "{0} in mode {1}")
  @MethodSource("habits")
  void lostAnswersDoNoHarmOnAServerThat(Set<ServerHabits> habits, UploadMode mode) {
    for (SimulatedFault fault :
        new SimulatedFault[] {SimulatedFault.LOST_AFTER, SimulatedFault.LOST_AFTER_SOME_LABELS}) {
      boolean isReached = true;
      for (int call = 0; isReached; call++) {
        isReached = comesOut(new Fault(fault), mode, call, habits);
      }
    }
  }

  private static boolean comesOut(
      Trouble trouble, UploadMode mode, int call, Set<ServerHabits> habits) {
    AtCall at = new AtCall(trouble, call);
    Shape shape = new Shape(mode, MergeSettings.DEFAULT, 5, 2);
    try (SmallRun run = new SmallRun.Source(1, IMAGES, habits).run(shape, at)) {
      at.run = run;
      var before = run.held();

      run.publish();

      run.check();
      SmallRun.assertSame(run.held(), run.wanted());
      assertThat(run.outcomes())
          .as("call %s", call)
          .hasSize(IMAGES)
          .allMatch(Set.of("applied", "already_there", "unchanged")::contains);

      run.write(WriteBack.UNDO);

      run.check();
      SmallRun.assertSame(run.held(), before);
      return at.hasHappened();
    }
  }
}
