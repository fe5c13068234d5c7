package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.testing.Actors;
import dev.relabel.testing.Actors.Actor;
import dev.relabel.testing.MemoryStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/**
 * Two that start at the same moment, in every order in which their requests can reach the store.
 */
class LeaseInterleavingTest {
  /** Far more than two need to make out who has it; far less than a lease lasts. */
  private static final long LONG_ENOUGH_MILLIS = 30_000;

  @Test
  void exactlyOneWinsInEveryInterleaving() {
    List<Integer> choices = new ArrayList<>();
    int orders = 0;
    do {
      List<Integer> taken = contest(choices);
      orders++;
      // The next order: the last choice that could still be another one.
      choices = new ArrayList<>(taken);
      while (!choices.isEmpty() && choices.get(choices.size() - 1) == 1) {
        choices.remove(choices.size() - 1);
      }
      if (!choices.isEmpty()) {
        choices.set(choices.size() - 1, 1);
      }
    } while (!choices.isEmpty());

    // Two first tries of four requests each can be mixed in 8!/(4!4!) orders.
    assertThat(orders).isGreaterThanOrEqualTo(70);
  }

  /** Follows these choices, then lets the first go on; answers with all choices there were. */
  private static List<Integer> contest(List<Integer> choices) {
    Actors actors = new Actors();
    MemoryStore store = new MemoryStore(actors::millis);
    List<RunLease> won = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Actor actor = actors.add("contender " + i);
      RunDirectory run =
          new RunDirectory(
              store.client(
                  step -> {
                    if (!step.endsWith("done")) {
                      actor.pause(0);
                    }
                  }),
              new Path("memory:/run"));
      FakeMachine machine =
          new FakeMachine(
              actor.toString(), i, actors::millis, actor::pause, new Random(i), new HashSet<>());
      actor.runs(() -> won.add(RunLease.acquire(run, RunLease.TTL, machine, note -> {}, () -> {})));
    }
    List<Integer> taken = new ArrayList<>();
    while (actors.millis() < LONG_ENOUGH_MILLIS) {
      List<Actor> ready = actors.ready();
      if (ready.isEmpty()) {
        actors.pass(actors.untilNext());
        continue;
      }
      int choice = 0;
      if (ready.size() > 1) {
        choice = taken.size() < choices.size() ? choices.get(taken.size()) : 0;
        taken.add(choice);
      }
      ready.get(choice).step();
      assertThat(won.stream().filter(RunLease::isInForce)).as("%s", taken).hasSizeLessThan(2);
    }
    actors.killAll();
    assertThat(won.stream().filter(RunLease::isInForce)).as("%s", taken).hasSize(1);
    return taken;
  }
}
