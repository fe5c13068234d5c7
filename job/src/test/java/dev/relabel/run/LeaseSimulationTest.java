package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.testing.Actors;
import dev.relabel.testing.Actors.Actor;
import dev.relabel.testing.MemoryStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/**
 * Many drivers and their tasks on one run, with clocks of their own, a store that fails now and
 * then, processes that stall between any two instructions or are killed there: whatever happens, no
 * two have the lease. {@code -Dseeds=N} runs more.
 */
class LeaseSimulationTest {
  private static final int SEEDS = Integer.getInteger("seeds", 60);
  private static final int STEPS = 1500;

  @Test
  void noTwoDriversHaveTheRunAtOnce() {
    long leases =
        IntStream.range(0, SEEDS).parallel().mapToLong(seed -> new Simulation(seed).run()).sum();
    assertThat(leases).as("leases that were had").isGreaterThan(SEEDS * 3L);
  }

  /** A lease, who had it, and since when. */
  private record Had(RunLease lease, FakeMachine driver, long since) {}

  private static final class Simulation {
    private final int seed;
    private final Random random;
    private final Actors actors = new Actors();
    private final MemoryStore store;

    /** By machine: processes that were killed there. */
    private final Map<String, Set<Long>> gone = new HashMap<>();

    private final Map<Actor, Had> leases = new HashMap<>();

    private final Map<Actor, FakeMachine> machines = new HashMap<>();
    private int had;
    private boolean failing = true;

    Simulation(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      long rounding = random.nextBoolean() ? 1000 : 1; // as S3
      this.store = new MemoryStore(() -> actors.millis() / rounding * rounding);
    }

    int run() {
      try {
        for (int i = 0; i < 4; i++) {
          addDriver();
        }
        for (int i = 0; i < STEPS; i++) {
          moveOn();
        }
        finish();
        return had;
      } finally {
        actors.killAll();
      }
    }

    private void moveOn() {
      List<Actor> ready = actors.ready();
      int chance = random.nextInt(1000);
      if (ready.isEmpty() || chance < 150) {
        long next = actors.untilNext();
        actors.pass(next > 0 && random.nextInt(4) > 0 ? next : random.nextLong(300));
      } else if (chance < 160) {
        actors.pass(random.nextLong(90_000)); // whoever is ready has stalled
      } else if (chance < 165) {
        kill(ready.get(random.nextInt(ready.size())));
      } else {
        ready.get(random.nextInt(ready.size())).step();
      }
      check();
    }

    private void kill(Actor actor) {
      actor.kill();
      FakeMachine machine = machines.get(actor);
      if (machine != null) {
        machine.gone.add(machine.process);
        leases.remove(actor);
        addDriver();
      }
    }

    private void check() {
      assertThat(leases.values().stream().filter(each -> each.lease().isInForce()))
          .as("seed %s: leases in force after %s ms", seed, actors.millis())
          .hasSizeLessThan(2);
    }

    /** With nobody left and a store that works, the next one gets it in its time. */
    private void finish() {
      failing = false;
      actors.killAll();
      machines.clear();
      leases.clear();
      long begun = actors.millis();
      addDriver();
      int before = had;
      while (had == before) {
        List<Actor> ready = actors.ready();
        if (ready.isEmpty()) {
          actors.pass(Math.max(1, actors.untilNext()));
        } else {
          ready.get(0).step();
        }
        assertThat(actors.millis() - begun).as("seed %s", seed).isLessThan(80_000);
      }
    }

    private FakeMachine addDriver() {
      int number = actors.all().size();
      Actor actor = actors.add("driver " + number);
      String host = "host " + random.nextInt(3);
      FakeMachine machine =
          new FakeMachine(
              host,
              number,
              actors::millis,
              actor::pause,
              new Random(random.nextLong()),
              gone.computeIfAbsent(host, name -> new HashSet<>()));
      machine.aheadMillis = random.nextLong(2_000_000) - 1_000_000;
      machine.drift = (random.nextDouble() - 0.5) / 50;
      machines.put(actor, machine);
      RunDirectory run = connect(actor);
      actor.runs(() -> drive(actor, machine, run));
      return machine;
    }

    private RunDirectory connect(Actor actor) {
      return new RunDirectory(
          store.client(
              step -> {
                actor.pause(0);
                if (failing && random.nextInt(100) == 0) {
                  throw new IOException("the store has failed");
                }
              }),
          new Path("memory:/run"));
    }

    private void drive(Actor actor, FakeMachine machine, RunDirectory run) {
      while (true) {
        try {
          RunLease lease = RunLease.acquire(run, RunLease.TTL, machine, note -> {}, () -> {});
          had++;
          Had mine = new Had(lease, machine, actors.millis());
          leases.put(actor, mine);
          Actor task = addTask(mine);
          for (int beats = random.nextInt(20); beats > 0 && lease.isInForce(); beats--) {
            actor.pause(10_000);
            lease.renew();
          }
          if (lease.isInForce()) {
            task.kill(); // a driver waits for its tasks before it gives back what they rely on
          }
          lease.close();
        } catch (RunException e) {
          actor.pause(random.nextLong(20_000)); // somebody runs the same command again
        }
      }
    }

    private Actor addTask(Had mine) {
      Actor actor = actors.add("task " + actors.all().size());
      RunDirectory run = connect(actor);
      LeaseCheck check = mine.lease().check();
      actor.runs(
          () -> {
            while (true) {
              long asked = actors.millis();
              try {
                check.require(() -> run, asked * 1_000_000);
              } catch (RunException e) {
                return;
              }
              assertThat(leases.values())
                  .as("seed %s: nobody else had the run when a task of %s asked", seed, mine)
                  .noneMatch(each -> hasTaken(each, mine, asked));
              actor.pause(random.nextLong(7000));
            }
          });
      return actor;
    }

    /** The tasks of a driver that was killed are said to end with it, if that could be seen. */
    private static boolean hasTaken(Had other, Had mine, long asked) {
      return other.lease() != mine.lease()
          && other.lease().isInForce()
          && other.since() <= asked
          && !(mine.driver().gone.contains(mine.driver().process)
              && mine.driver().gone == other.driver().gone);
    }
  }
}
