package dev.relabel.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;

/**
 * What a process says of itself when it wants to work on a run.
 *
 * @param host the machine's name, for people
 * @param machine which processes can see each other: the machine since it was started, and what of
 *     it the process may see; empty when that is not known
 * @param process the process's number there
 * @param started when the process started, in ticks of that machine; tells it from a later process
 *     that got the same number
 * @param since when it first claimed the run, ISO-8601 UTC by its own clock, for people
 * @param beat 0 while it only asks; from 1 on it holds the run, and counts its renewals
 * @param ttl how long the claim is in force after the store's time of its file, positive, at most
 *     {@link #LONGEST}
 */
record Claim(
    String host,
    String machine,
    long process,
    long started,
    String since,
    long beat,
    Duration ttl) {
  /** A file that says more is not one of ours. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether its process has the run, rather than asking for it. */
  boolean holds() {
    return beat > 0;
  }

  /** The same claim, renewed. */
  Claim next() {
    return new Claim(host, machine, process, started, since, beat + 1, ttl);
  }

  boolean isBySameProcess(Claim other) {
    return machine.equals(other.machine)
        && process == other.process
        && started == other.started
        && since.equals(other.since);
  }

  /** Who it is, for people. */
  String owner() {
    return "host %s, process %s, since %s".formatted(host, process, since);
  }

  JsonNode toJson() {
    return JSON.createObjectNode()
        .put("host", host)
        .put("machine", machine)
        .put("process", process)
        .put("started", started)
        .put("since", since)
        .put("beat", beat)
        .put("ttlMillis", ttl.toMillis());
  }

  /** The claim that a file holds, if it holds one. */
  static Optional<Claim> of(JsonNode node) {
    long ttlMillis = node.path("ttlMillis").asLong(0);
    long beat = node.path("beat").asLong(-1);
    if (ttlMillis <= 0 || ttlMillis > LONGEST.toMillis() || beat < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Claim(
            node.path("host").asText(),
            node.path("machine").asText(),
            node.path("process").asLong(),
            node.path("started").asLong(),
            node.path("since").asText(),
            beat,
            Duration.ofMillis(ttlMillis)));
  }
}
