package dev.relabel.run;

import com.fasterxml.jackson.core.JacksonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The claims on a run: a file each in the folder {@code lease} of its directory. Knows no clock but
 * the store's.
 */
final class LeaseFolder {
  private static final String FOLDER = "lease";

  private final RunDirectory run;
  private final Leftovers leftovers;

  /** What becomes of the run's directory when nobody has written anything else into it. */
  enum Leftovers {
    KEEP,
    REMOVE
  }

  LeaseFolder(RunDirectory run, Leftovers leftovers) {
    this.run = run;
    this.leftovers = leftovers;
  }

  /**
   * A claim's file.
   *
   * @param name of the file
   * @param written by the store's clock, milliseconds
   * @param claim null when the file does not hold one
   */
  record Entry(String name, long written, @Nullable Claim claim) {
    /** A file that is no claim may be anybody's; only a claim is certain. */
    boolean holds() {
      return claim != null && claim.holds();
    }

    /** How many milliseconds it is still in force; none or fewer once it has run out. */
    long leftMillis(long now) {
      // A file that nobody can read is given as much time as our own.
      Duration ttl = claim == null ? RunLease.TTL : claim.ttl();
      return ttl.toMillis() - (now - written);
    }

    /** Who it is, for people. */
    String owner() {
      return claim == null ? "unknown, its file cannot be read" : claim.owner();
    }
  }

  /**
   * What a claimant sees.
   *
   * @param now the store's time when the own claim was written: whoever wants to know what time it
   *     is writes it first. So it does not matter what time the machines think it is
   * @param live other claims that are in force
   * @param dead other claims that have run out, or whose process is gone
   */
  record Look(long now, List<Entry> live, List<Entry> dead) {
    List<Entry> holders() {
      return live.stream().filter(Entry::holds).toList();
    }
  }

  /** Where a claim lies, for people. */
  String address(String name) {
    return "%s/%s/%s".formatted(run.address(), FOLDER, name);
  }

  void write(String name, Claim claim) {
    run.write(FOLDER + "/" + name, claim.toJson());
  }

  void delete(String name) {
    run.delete(FOLDER + "/" + name);
  }

  void removeLeftovers() {
    if (leftovers == Leftovers.REMOVE) {
      run.removeIfEmpty(FOLDER);
    }
  }

  /** The claim in a file; empty when there is no such file or it holds none. */
  Optional<Claim> read(String name) {
    try {
      return run.read(FOLDER + "/" + name).flatMap(Claim::of);
    } catch (RunException e) {
      if (e.getCause() instanceof JacksonException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Looks around; empty when one's own claim is gone. */
  Optional<Look> look(String own, Predicate<Claim> isGone) {
    Map<String, Long> times = run.modificationTimes(FOLDER);
    Long now = times.get(own);
    if (now == null) {
      return Optional.empty();
    }
    List<Entry> live = new ArrayList<>();
    List<Entry> dead = new ArrayList<>();
    times.forEach(
        (name, written) -> {
          if (!name.equals(own)) {
            Entry other = new Entry(name, written, read(name).orElse(null));
            boolean over = other.leftMillis(now) <= 0;
            boolean gone = other.claim() != null && isGone.test(other.claim());
            (over || gone ? dead : live).add(other);
          }
        });
    return Optional.of(new Look(now, live, dead));
  }
}
