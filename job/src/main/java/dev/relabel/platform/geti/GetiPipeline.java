package dev.relabel.platform.geti;

import dev.relabel.platform.ModelServer;
import dev.relabel.platform.ModelServerConnection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The model that a project on a Geti server uses for live predictions.
 *
 * @param connection the server
 * @param project the project's ID
 * @param pipeline {@code active}, or the ID of one task
 */
public record GetiPipeline(GetiConnection connection, String project, String pipeline)
    implements ModelServerConnection {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
  private static final String ACTIVE = "active";

  /**
   * A pipeline.
   *
   * @param text {@code PROJECT_ID} or {@code PROJECT_ID/PIPELINE_ID}
   * @throws IllegalArgumentException if it is neither
   */
  public static GetiPipeline of(GetiConnection connection, String text) {
    int slash = text.indexOf('/');
    String project = slash < 0 ? text : text.substring(0, slash);
    String pipeline = slash < 0 ? ACTIVE : text.substring(slash + 1);
    boolean isPipeline = pipeline.equals(ACTIVE) || ID.matcher(pipeline).matches();
    if (!ID.matcher(project).matches() || !isPipeline) {
      throw new IllegalArgumentException(
          "a project is named by its ID of 24 hexadecimal digits, which is in the address of its page, and perhaps a task's after a slash, not by '%s'"
              .formatted(text));
    }
    return new GetiPipeline(connection, project, pipeline);
  }

  /** The one task that is meant; empty for all of them, one after the other. */
  Optional<String> task() {
    return pipeline.equals(ACTIVE) ? Optional.empty() : Optional.of(pipeline);
  }

  @Override
  public String address() {
    return "project %s at %s".formatted(project, connection.server());
  }

  @Override
  public ModelServer open() {
    return LivePrediction.open(this);
  }
}
