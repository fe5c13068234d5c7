package dev.relabel.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code _relabel.json}: what an exported folder is of.
 *
 * <pre>
 * {"kind": "yolo", "run": "run-5f8b1c0e", "model": "best", "modelSha256": "…",
 *  "relabel": "1.0", "complete": true}
 * </pre>
 *
 * <p>It is written before the first file, with {@code complete} false, and again after the last.
 * Readers of tables skip files whose names begin like this.
 */
public final class ExportMark {
  /** The file's name. */
  public static final String FILE = "_relabel.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How far an export is. */
  public enum State {
    BEGUN,
    COMPLETE
  }

  private ExportMark() {}

  /** The file's content, UTF-8. */
  public static byte[] write(ExportedRun run, String kind, State state) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", kind)
        .put("run", run.runId())
        .put("model", run.modelName())
        .put("modelSha256", run.modelSha256())
        .put("relabel", run.version())
        .put("complete", state == State.COMPLETE);
    return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The run and the kind in such a file, as {@code kind of run}; empty if it holds none. */
  static Optional<String> owner(byte[] content) throws IOException {
    try {
      JsonNode node = JSON.readTree(content);
      return node.path("run").isTextual()
          ? Optional.of(owner(node.path("kind").asText(), node.path("run").asText()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static String owner(String kind, String runId) {
    return "%s of %s".formatted(kind, runId);
  }
}
