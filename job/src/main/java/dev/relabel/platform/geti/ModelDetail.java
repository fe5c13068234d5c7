package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a server tells of one model.
 *
 * @param isPurged whether its weights were deleted
 * @param created when it was trained, as the server writes it
 * @param files the forms in which it can be exported
 */
record ModelDetail(
    boolean isPurged, String created, TrainedLabels labels, List<ModelDetail.Exported> files) {
  private static final String ONNX = "ONNX";
  private static final String USABLE = "SUCCESS";

  /**
   * A form of the model.
   *
   * @param status what became of making it
   */
  record Exported(
      String id, String format, String precision, String status, boolean hasMaps, long bytes) {
    private boolean isOnnx() {
      return format.equalsIgnoreCase(ONNX);
    }

    @Override
    public String toString() {
      return "%s %s (%s)".formatted(format, precision, status);
    }
  }

  static ModelDetail read(JsonNode answer) {
    List<Exported> files = new ArrayList<>();
    for (JsonNode each : answer.path("optimized_models")) {
      files.add(
          new Exported(
              GetiIds.require(Json.text(each, "id")),
              Json.text(each, "model_format", "?"),
              each.path("precision").path(0).asText("?"),
              Json.text(each, "model_status", "?"),
              each.path("has_xai_head").asBoolean(false),
              Json.integer(each, "size", 0)));
    }
    return new ModelDetail(
        answer.path("purge_info").path("is_purged").asBoolean(false),
        Json.text(answer, "creation_date", ""),
        TrainedLabels.read(answer.path("labels")),
        files);
  }

  /**
   * The ONNX file: of several the one without maps that explain, as only labels are read.
   *
   * @param title what the model is called in messages
   * @throws PlatformRejectedException if there is none
   */
  Exported onnx(String title) {
    if (isPurged) {
      throw new PlatformRejectedException(
          "The weights of %s were deleted on the server. Name another model, or train it again."
              .formatted(title),
          null);
    }
    return files.stream()
        .filter(each -> each.isOnnx() && each.status().equalsIgnoreCase(USABLE))
        .min(Comparator.comparing(Exported::hasMaps))
        .orElseThrow(
            () ->
                new PlatformRejectedException(
                    "The server has no ONNX file of %s that is ready. It has: %s. Wait until its training has ended, name another model, or let the server predict, with --connect geti:."
                        .formatted(
                            title,
                            files.isEmpty()
                                ? "nothing"
                                : files.stream()
                                    .map(Exported::toString)
                                    .collect(Collectors.joining(", "))),
                    null));
  }
}
