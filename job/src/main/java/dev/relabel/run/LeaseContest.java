package dev.relabel.run;

import static java.util.Objects.requireNonNull;

import dev.relabel.run.LeaseFolder.Entry;
import dev.relabel.run.LeaseFolder.Leftovers;
import dev.relabel.run.LeaseFolder.Look;
import dev.relabel.run.Machine.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process gets a run's lease, or finds out that somebody else is at work.
 *
 * <p>Each try writes a claim that asks, looks, and gives way to every other claim that is in force.
 * If there is none, the claim is written again as one that holds, and only if still nobody else
 * holds, it is won. Of two that write before they look at least one sees the other, so at most one
 * goes on; if both give way, their next tries begin at different moments. Used by one thread.
 */
final class LeaseContest {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseContest.class);

  /** Of a lease's time: the first pause between two tries, about as long as a try takes. */
  private static final int SHORTEST_PAUSE = 300;

  /** Of a lease's time: the longest pause, half of what a holder lets pass between renewals. */
  private static final int LONGEST_PAUSE = 12;

  /**
   * In times of a lease. Whoever is there shows life or runs out in one; the rest is for chance.
   */
  private static final int PATIENCE = 5;

  private final RunDirectory run;
  private final LeaseFolder folder;
  private final Duration ttl;
  private final Machine machine;
  private final Runnable onLost;

  /** Who was in the way at the last try, and the store's time then. */
  private List<Entry> rivals = List.of();

  private long storeMillis;

  LeaseContest(RunDirectory run, Duration ttl, Machine machine, Runnable onLost) {
    this.run = run;
    this.folder = new LeaseFolder(run, run.exists() ? Leftovers.KEEP : Leftovers.REMOVE);
    this.ttl = ttl;
    this.machine = machine;
    this.onLost = onLost;
  }

  /**
   * Tries until the lease is won.
   *
   * @param notes told once, if there is somebody to wait for
   * @throws RunException if somebody else is alive, or the run directory cannot be used; then
   *     nothing is left behind in it
   */
  RunLease win(Consumer<String> notes) {
    try {
      return tryOnAndOn(notes);
    } catch (RuntimeException e) {
      folder.removeLeftovers();
      throw e;
    }
  }

  private RunLease tryOnAndOn(Consumer<String> notes) {
    Moment begun = machine.now();
    Map<String, Long> seen = new HashMap<>();
    boolean told = false;
    Duration pause = ttl.dividedBy(SHORTEST_PAUSE);
    while (true) {
      Optional<RunLease> lease = tryOnce();
      if (lease.isPresent()) {
        return lease.get();
      }
      for (Entry rival : rivals) {
        Long before = seen.put(rival.name(), rival.written());
        if (before != null && before < rival.written()) {
          throw inUse(rival, "has just renewed its lease");
        }
        // One that only asks has usually won or given way by the next look.
        if (!told && (rival.holds() || before != null)) {
          notes.accept(note(rival));
          told = true;
        }
      }
      if (!machine.now().isWithin(ttl.multipliedBy(PATIENCE), begun)) {
        throw rivals.isEmpty() ? tooSlow() : inUse(rivals.get(0), "has not ended");
      }
      sleep(pause.dividedBy(2).plusMillis(machine.random(pause.toMillis() / 2 + 1)));
      Duration twice = pause.multipliedBy(2);
      Duration longest = ttl.dividedBy(LONGEST_PAUSE);
      pause = twice.compareTo(longest) < 0 ? twice : longest;
    }
  }

  /** Empty if somebody else was in the way, or if it took too long to be certain. */
  private Optional<RunLease> tryOnce() {
    String name = machine.name() + ".json";
    boolean won = false;
    try {
      Moment asked = machine.now();
      Claim claim = machine.claim(ttl);
      folder.write(name, claim);
      Optional<Look> first = look(name, Look::live);
      if (first.isEmpty() || !rivals.isEmpty() || isLate(asked)) {
        return Optional.empty();
      }
      Moment renewed = machine.now();
      folder.write(name, claim.next());
      Optional<Look> second = look(name, Look::holders);
      if (second.isEmpty() || !rivals.isEmpty()) {
        return Optional.empty();
      }
      letTasksNotice(first.get());
      second.get().dead().forEach(each -> folder.delete(each.name()));
      if (isLate(renewed)) {
        return Optional.empty();
      }
      won = true;
      return Optional.of(
          new RunLease(run.address(), folder, name, claim.next(), renewed, machine, onLost));
    } finally {
      if (!won) {
        withdraw(name);
      }
    }
  }

  private Optional<Look> look(String own, Function<Look, List<Entry>> inTheWay) {
    Optional<Look> look = folder.look(own, machine::isGone);
    rivals = look.map(inTheWay).orElse(List.of());
    storeMillis = look.map(Look::now).orElse(0L);
    return look;
  }

  private boolean isLate(Moment since) {
    return !machine.now().isWithin(RunLease.life(ttl), since);
  }

  /**
   * A driver that has stopped renewing may have left tasks behind, which may have looked just
   * before our claim was there. Those of a process that is gone from this machine end with it.
   */
  private void letTasksNotice(Look look) {
    if (look.dead().stream()
        .anyMatch(each -> each.holds() && !machine.isGone(requireNonNull(each.claim())))) {
      sleep(LeaseCheck.GOOD_FOR);
    }
  }

  private void withdraw(String name) {
    try {
      folder.delete(name);
    } catch (RunException e) {
      LOG.warn("{} stays until its time is over", folder.address(name), e);
    }
  }

  private void sleep(Duration duration) {
    try {
      machine.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(
          "Interrupted while the lease on %s was waited for".formatted(run.address()), e);
    }
  }

  private String note(Entry rival) {
    long seconds = Math.max(1, rival.leftMillis(storeMillis) / 1000);
    return "Another driver (%s) holds %s; in case it is gone, its lease is waited for, which ends in %s s"
        .formatted(rival.owner(), run.address(), seconds);
  }

  private RunException inUse(Entry rival, String sign) {
    return new RunException(
        ("%s is in use: another driver (%s) %s. Wait until it has ended, or stop it, then run the"
                + " same command again. If it is certainly gone, delete %s.")
            .formatted(run.address(), rival.owner(), sign, folder.address(rival.name())),
        null);
  }

  private RunException tooSlow() {
    return new RunException(
        ("The lease on %s was not got in %s s: the store is too slow, or files vanish from it. Try"
                + " again later, or name another --run-dir.")
            .formatted(run.address(), ttl.multipliedBy(PATIENCE).toSeconds()),
        null);
  }
}
