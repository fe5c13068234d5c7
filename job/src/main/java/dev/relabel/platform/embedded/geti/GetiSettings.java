package dev.relabel.platform.embedded.geti;

import dev.relabel.platform.Secret;
import dev.relabel.platform.geti.format.TaskType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and for whom the embedded Geti server serves, and which of the habits of real ones it has.
 *
 * @param host the address to bind
 * @param port the port, 0 for any free one
 * @param token the personal access token that clients have to send; empty lets everybody in
 * @param version what {@code product_info} says; from 2.12 on, training is configured otherwise
 * @param taskType what projects are about that were not made through this API; empty derives it
 *     from their classes
 * @param uploads how uploads are answered
 * @param rectangles what rotated projects make of plain rectangles
 * @param inference the rate of predictions
 * @param resource the rate of all else but encoded images, which are not limited
 * @param versions how many versions of a scene can be read, 1 or more
 * @param model an ONNX file, the only model of every project; empty for none
 * @param weights what has become of the model
 */
public record GetiSettings(
    String host,
    int port,
    Optional<Secret> token,
    String version,
    Optional<TaskType> taskType,
    Uploads uploads,
    Rectangles rectangles,
    Rate inference,
    Rate resource,
    int versions,
    Optional<Path> model,
    Weights weights) {
  /** How uploads are answered. */
  public enum Uploads {
    /** 200, and the medium is there. */
    AT_ONCE,
    /** 202; until it was looked at twice, the medium is being prepared and takes no annotations. */
    PREPARED_LATER
  }

  /** What rotated projects make of plain rectangles. */
  public enum Rectangles {
    /** A box whose centre is at half of {@code x + width} and {@code y + height}, as servers do. */
    DAMAGED,
    /** The box that was meant. */
    KEPT
  }

  /** What has become of a model. */
  public enum Weights {
    /** It can be exported. */
    KEPT,
    /** Somebody has deleted its weights to save space; it is listed, but no longer used. */
    PURGED
  }

  /** This machine only, any free port, no token, and the habits of a Geti 2.11. */
  public static GetiSettings local() {
    return new GetiSettings(
        "127.0.0.1",
        0,
        Optional.empty(),
        "2.11.0",
        Optional.empty(),
        Uploads.AT_ONCE,
        Rectangles.DAMAGED,
        new Rate(150, 30),
        new Rate(4800, 480),
        100,
        Optional.empty(),
        Weights.KEPT);
  }

  /** Whether training is configured as from 2.12 on. */
  boolean hasProjectConfiguration() {
    String[] parts = version.split("\\.", -1);
    return parts.length > 1 && Integer.parseInt(parts[1]) >= 12;
  }

  /** The same with a token. */
  public GetiSettings withToken(String required) {
    return with(Optional.of(Secret.of(required)), taskType, uploads, rectangles, model);
  }

  /** The same with a port. */
  public GetiSettings withPort(int wanted) {
    return new GetiSettings(
        host,
        wanted,
        token,
        version,
        taskType,
        uploads,
        rectangles,
        inference,
        resource,
        versions,
        model,
        weights);
  }

  /** The same with a version. */
  public GetiSettings withVersion(String other) {
    return new GetiSettings(
        host,
        port,
        token,
        other,
        taskType,
        uploads,
        rectangles,
        inference,
        resource,
        versions,
        model,
        weights);
  }

  /** The same for projects of that task. */
  public GetiSettings withTaskType(TaskType wanted) {
    return with(token, Optional.of(wanted), uploads, rectangles, model);
  }

  /** The same with other answers to uploads. */
  public GetiSettings withUploads(Uploads other) {
    return with(token, taskType, other, rectangles, model);
  }

  /** The same with other habits about rectangles. */
  public GetiSettings withRectangles(Rectangles other) {
    return with(token, taskType, uploads, other, model);
  }

  /** The same with a model. */
  public GetiSettings withModel(Path onnx) {
    return with(token, taskType, uploads, rectangles, Optional.of(onnx));
  }

  /** The same with a model whose weights are as told. */
  public GetiSettings withWeights(Weights state) {
    return new GetiSettings(
        host,
        port,
        token,
        version,
        taskType,
        uploads,
        rectangles,
        inference,
        resource,
        versions,
        model,
        state);
  }

  /** The same with other rates. */
  public GetiSettings withRates(Rate ofInference, Rate ofResources) {
    return new GetiSettings(
        host,
        port,
        token,
        version,
        taskType,
        uploads,
        rectangles,
        ofInference,
        ofResources,
        versions,
        model,
        weights);
  }

  /** The same with another number of versions that are kept. */
  public GetiSettings withVersions(int kept) {
    return new GetiSettings(
        host,
        port,
        token,
        version,
        taskType,
        uploads,
        rectangles,
        inference,
        resource,
        kept,
        model,
        weights);
  }

  private GetiSettings with(
      Optional<Secret> required,
      Optional<TaskType> task,
      Uploads answers,
      Rectangles habit,
      Optional<Path> onnx) {
    return new GetiSettings(
        host, port, required, version, task, answers, habit, inference, resource, versions, onnx,
        weights);
  }
}
