package dev.relabel.export;

import java.util.List;
import java.util.Objects;

/**
 * The run whose predictions are exported, as far as formats have a place for it.
 *
 * @param runId its ID
 * @param modelName the model's name, for people; untrusted, as it comes from a file or a server
 * @param modelSha256 hex SHA-256 of the model
 * @param classes names of the model's classes, by their index; one may be there twice
 * @param version of this program
 */
public record ExportedRun(
    String runId, String modelName, String modelSha256, List<String> classes, String version) {
  public ExportedRun {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(modelName, "modelName");
    Objects.requireNonNull(modelSha256, "modelSha256");
    Objects.requireNonNull(version, "version");
    classes = List.copyOf(classes);
  }
}
