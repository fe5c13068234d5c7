package dev.relabel.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The write-backs that a run has begun, oldest first, in {@code write-backs.json}. Only the last
 * one goes on; a wave is through with it when its receipts name its number.
 */
public final class WriteBackLog {
  private static final String FILE = "write-backs.json";

  /** In the marker of a wave's receipts: more is being written than they say. */
  public static final String REOPENED = "reopened";

  private final RunDirectory run;

  public WriteBackLog(RunDirectory run) {
    this.run = run;
  }

  /** The write-backs, oldest first. */
  public List<WriteBack> all() {
    return entries().stream().map(Entry::writeBack).toList();
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    run.read(FILE)
        .ifPresent(file -> file.path("writeBacks").forEach(each -> entries.add(read(each))));
    return entries;
  }

  /** The write-back that goes on or ended last, if any has begun. */
  public Optional<WriteBack> last() {
    List<WriteBack> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /**
   * A write-back that goes on.
   *
   * @param writeBack what is wanted
   * @param number its place in the log
   * @param isContinued whether it had begun before
   * @param brokenOffAt the wave that the one before it may have left half written, -1 if none: it
   *     goes wave by wave, so that those after it were never begun
   */
  public record Begun(WriteBack writeBack, int number, boolean isContinued, int brokenOffAt) {}

  private record Entry(WriteBack writeBack, int brokenOffAt) {}

  /**
   * Makes this write-back the last one, unless it is already: then it goes on.
   *
   * @throws RunException if one that was broken off has to be finished first
   */
  public Begun begin(WriteBack next) {
    List<Entry> all = new ArrayList<>(entries());
    int last = all.size() - 1;
    boolean isContinued = last >= 0 && all.get(last).writeBack().equals(next);
    if (!isContinued) {
      boolean isUnfinished = last < 0 || !isDone(last);
      if (last >= 0 && isUnfinished && all.get(last).writeBack().kind() == WriteBack.Kind.UNDO) {
        throw new RunException(
            ("An undo of the run in %s was broken off. Finish it first, with the same options:"
                    + " relabel undo %s%s")
                .formatted(run.address(), run.address(), all.get(last).writeBack().options()),
            null);
      }
      if (isUnfinished && next.isPartial()) {
        // What is to stay could not be told from what was never written.
        throw new RunException(
            ("The run in %s is not written as a whole, so that no part of it can be taken back."
                    + " Take it back as a whole: relabel undo %s. Or write the rest first:"
                    + " relabel publish %s")
                .formatted(run.address(), run.address(), run.address()),
            null);
      }
      all.add(new Entry(next, last < 0 ? -1 : firstWithout(last)));
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      all.forEach(each -> array.add(write(each)));
      run.write(FILE, JsonNodeFactory.instance.objectNode().set("writeBacks", array));
    }
    int number = all.size() - 1;
    return new Begun(next, number, isContinued, all.get(number).brokenOffAt());
  }

  /** Whether a write-back went through all waves that have changes. */
  private boolean isDone(int number) {
    long waves = run.planMarker().map(plan -> plan.count("waves")).orElse(0L);
    for (int wave = 0; wave < waves; wave++) {
      if (run.marker(Step.CHANGES, wave).isPresent() && !isDone(wave, number)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a write-back has gone through all waves that have changes, whatever it met there. */
  public boolean isThrough(int number) {
    return firstWithout(number) < 0;
  }

  /** The first wave with changes that a write-back has not gone through, -1 if there is none. */
  private int firstWithout(int number) {
    long waves = run.planMarker().map(plan -> plan.count("waves")).orElse(0L);
    for (int wave = 0; wave < waves; wave++) {
      boolean isThrough =
          run.marker(Step.RECEIPTS, wave)
              .filter(marker -> marker.count("writeBack") == number && marker.count(REOPENED) == 0)
              .isPresent();
      if (run.marker(Step.CHANGES, wave).isPresent() && !isThrough) {
        return wave;
      }
    }
    return -1;
  }

  /** Whether every image of a wave is settled by the write-back of that number. */
  public boolean isDone(int wave, int number) {
    return run.marker(Step.RECEIPTS, wave)
        .filter(
            marker ->
                marker.count("writeBack") == number
                    && marker.count("unknown") == 0
                    && marker.count(REOPENED) == 0)
        .isPresent();
  }

  private static ObjectNode write(Entry entry) {
    WriteBack writeBack = entry.writeBack();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", writeBack.kind().name().toLowerCase(Locale.ROOT));
    ArrayNode classes = node.putArray("classes");
    writeBack.classes().forEach(classes::add);
    node.put("minScore", writeBack.minScore());
    node.put("maxScore", writeBack.maxScore());
    node.put("brokenOffAt", entry.brokenOffAt());
    return node;
  }

  private static Entry read(JsonNode node) {
    List<String> classes = new ArrayList<>();
    node.path("classes").forEach(each -> classes.add(each.asText()));
    WriteBack writeBack =
        new WriteBack(
            WriteBack.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
            classes,
            score(node, "minScore"),
            score(node, "maxScore"));
    return new Entry(writeBack, node.path("brokenOffAt").asInt(-1));
  }

  private static @Nullable Double score(JsonNode node, String name) {
    return node.path(name).isNumber() ? (Double) node.path(name).asDouble() : null;
  }
}
