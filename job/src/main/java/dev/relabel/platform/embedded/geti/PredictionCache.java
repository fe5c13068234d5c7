package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The predictions that were made last, for calls that ask for them. Thread-safe. */
final class PredictionCache {
  private static final int MOST = 1000;

  /** By what they are about; guarded by itself, never while a model predicts. */
  private final Map<String, ObjectNode> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
          return size() > MOST;
        }
      };

  /** Makes a prediction, if there is a model. */
  @FunctionalInterface
  interface Live {
    Optional<ObjectNode> predict() throws IOException;
  }

  /**
   * What is answered: unless the call says so, what is known is not used.
   *
   * @param about the image or frame
   */
  Optional<ObjectNode> answer(GetiCall call, String about, Live live) throws IOException {
    String use = call.query().containsKey("roi") ? "never" : call.asked("use_cache").orElse("");
    Optional<ObjectNode> cached = find(about);
    if (use.equals("always") || (use.equals("auto") && cached.isPresent())) {
      return cached;
    }
    Optional<ObjectNode> made = live.predict();
    made.ifPresent(each -> keep(about, each));
    return made;
  }

  private Optional<ObjectNode> find(String about) {
    synchronized (known) {
      return Optional.ofNullable(known.get(about)).map(ObjectNode::deepCopy);
    }
  }

  /** What was made earlier spells its time otherwise than what was made just now. */
  private void keep(String about, ObjectNode prediction) {
    ObjectNode kept = prediction.deepCopy().put("created", GetiTime.of(Instant.now()));
    synchronized (known) {
      known.put(about, kept);
    }
  }
}
