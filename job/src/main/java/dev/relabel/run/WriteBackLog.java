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

  private final RunDirectory run;

  public WriteBackLog(RunDirectory run) {
    this.run = run;
  }

  /** The write-backs, oldest first. */
  public List<WriteBack> all() {
    List<WriteBack> all = new ArrayList<>();
    run.read(FILE).ifPresent(file -> file.path("writeBacks").forEach(each -> all.add(read(each))));
    return all;
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
   */
  public record Begun(WriteBack writeBack, int number, boolean isContinued) {}

  /**
   * Makes this write-back the last one, unless it is already: then it goes on.
   *
   * @throws RunException if an undo that was broken off has to be finished first
   */
  public Begun begin(WriteBack next) {
    List<WriteBack> all = all();
    int last = all.size() - 1;
    boolean isContinued = last >= 0 && all.get(last).equals(next);
    if (!isContinued) {
      if (last >= 0 && all.get(last).kind() == WriteBack.Kind.UNDO && !isDone(last)) {
        throw new RunException(
            ("An undo of the run in %s was broken off. Finish it first, with the same options:"
                    + " relabel undo %s%s")
                .formatted(run.address(), run.address(), all.get(last).options()),
            null);
      }
      all.add(next);
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      all.forEach(each -> array.add(write(each)));
      run.write(FILE, JsonNodeFactory.instance.objectNode().set("writeBacks", array));
    }
    return new Begun(next, all.size() - 1, isContinued);
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

  /** Whether every image of a wave is settled by the write-back of that number. */
  public boolean isDone(int wave, int number) {
    return run.marker(Step.RECEIPTS, wave)
        .filter(marker -> marker.count("writeBack") == number && marker.count("unknown") == 0)
        .isPresent();
  }

  private static ObjectNode write(WriteBack writeBack) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", writeBack.kind().name().toLowerCase(Locale.ROOT));
    ArrayNode classes = node.putArray("classes");
    writeBack.classes().forEach(classes::add);
    node.put("minScore", writeBack.minScore());
    node.put("maxScore", writeBack.maxScore());
    return node;
  }

  private static WriteBack read(JsonNode node) {
    List<String> classes = new ArrayList<>();
    node.path("classes").forEach(each -> classes.add(each.asText()));
    return new WriteBack(
        WriteBack.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
        classes,
        score(node, "minScore"),
        score(node, "maxScore"));
  }

  private static @Nullable Double score(JsonNode node, String name) {
    return node.path(name).isNumber() ? (Double) node.path(name).asDouble() : null;
  }
}
