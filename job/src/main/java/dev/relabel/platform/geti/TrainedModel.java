package dev.relabel.platform.geti;

/**
 * A model that a server has as ONNX.
 *
 * @param title what it is called in messages
 * @param export where it is exported, below {@code /api/v1}
 * @param name its name and version, which may stand in the name of a file
 * @param version a text that is another one when the model is, and tells where it lies
 */
public record TrainedModel(
    String title, String export, String name, String version, TrainedLabels labels) {}
