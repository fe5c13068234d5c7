package dev.relabel.client;

import dev.relabel.deploy.ConnectedModel;
import dev.relabel.deploy.Environment;
import dev.relabel.deploy.ModelFiles;
import dev.relabel.deploy.PlatformDeployment;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceOptions;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.predict.PipelineThreads;
import dev.relabel.serving.ServedSettings;
import dev.relabel.stage.ModelChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * The way in: opens models, and holds the threads and devices that they share.
 *
 * <pre>{@code
 * try (Relabel relabel = Relabel.fromEnvironment()) {
 *   Model model = relabel.deploy("best.onnx");
 *   for (Prediction each : model.predict(Input.of("a.jpg", "https://example.com/b.jpg"))) {
 *     System.out.println(each.source() + " " + each.classes());
 *   }
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Closing it ends the sessions and closes the models.
 */
public final class Relabel implements AutoCloseable {
  private static final int FETCH_THREADS = 8;

  private final Environment environment;
  private final Sparks spark;
  private final DeviceSessions sessions = new DeviceSessions();
  private final PipelineThreads threads =
      new PipelineThreads(FETCH_THREADS, Runtime.getRuntime().availableProcessors());
  private final List<Model> models = new ArrayList<>();
  private boolean isClosed;

  private Relabel(Environment environment, Sparks spark) {
    this.environment = environment;
    this.spark = spark;
  }

  /**
   * With what surrounds this process: the platform of {@code SERVER_ADDRESS} and {@code API_TOKEN}
   * or of {@code ~/supervisely.env}, which is needed only by inputs and models of a platform.
   */
  public static Relabel fromEnvironment() {
    return with(Environment.ofThisProcess());
  }

  /** With other surroundings. Uploads run on this machine's cores. */
  public static Relabel with(Environment environment) {
    return new Relabel(environment, Sparks.own());
  }

  /**
   * With other surroundings and a Spark session, such as a cluster's, on which uploads run.
   *
   * @param session stays open; without {@code spark.speculation}
   */
  public static Relabel with(Environment environment, SparkSession session) {
    return new Relabel(environment, Sparks.of(session));
  }

  /** Opens a model on the best device of this machine, with its own settings. */
  public Model deploy(String model) {
    return deploy(model, "auto", Map.of());
  }

  /**
   * Opens a model.
   *
   * @param model an ONNX file: a path, an address ({@code s3a:}, {@code hdfs:}, {@code https:}),
   *     {@code team-files:/PATH} of a file or training run in Supervisely's Team Files, or {@code
   *     geti:PROJECT_ID/MODEL_ID} of a model that Intel Geti has trained
   * @param device {@code auto}, {@code cpu}, {@code cuda}, {@code tensorrt}, the last two also with
   *     {@code :N}
   * @param settings of the model by name, as {@code docs/models.md} lists them; a call's {@link
   *     Options} win over them
   * @throws dev.relabel.deploy.DeployException if there is no such model
   * @throws dev.relabel.model.ModelException if it cannot be used, saying what to do
   */
  public Model deploy(String model, String device, Map<String, ?> settings) {
    requireOpen();
    return opened(
        ModelFiles.open(
            model,
            ModelSettings.of(settings),
            Device.parse(device),
            DeviceOptions.DEFAULT,
            environment));
  }

  /** Uses the model that the app of a task serves on the platform. */
  public Model connect(long task) {
    return connect("task:" + task);
  }

  /**
   * Uses a model that is served already.
   *
   * @param where {@code task:ID}, the address of a serving app, {@code find} or {@code find:NAME}
   * @throws dev.relabel.deploy.DeployException if there is none
   */
  public Model connect(String where) {
    requireOpen();
    return opened(ConnectedModel.open(where, ServedSettings.of(Map.of()), environment));
  }

  /**
   * Lets the platform's own app serve a model. The app is started, which may take minutes, and
   * stopped when the model is closed.
   *
   * @param model {@code team-files:/PATH} of a checkpoint or training run, or {@code
   *     FRAMEWORK/NAME} of a pretrained model
   * @param reuse whether an app that serves it already is used instead, and left running
   * @throws dev.relabel.deploy.DeployException if there is no such model, or no place for it
   */
  public Model deployOnPlatform(String model, boolean reuse) {
    requireOpen();
    PlatformDeployment app =
        PlatformDeployment.of(
            new PlatformDeployment.Wanted(model, reuse, OptionalLong.empty()),
            environment,
            note -> {});
    try {
      return opened(ConnectedModel.open(app.connection(), ServedSettings.of(Map.of())), app::close);
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
  }

  private Model opened(ModelChoice choice) {
    return opened(choice, () -> {});
  }

  private synchronized Model opened(ModelChoice choice, Runnable release) {
    requireOpen();
    ModelVariants variants = new ModelVariants(choice, sessions);
    Model model = new Model(new Opened(variants, environment, threads, spark), release);
    models.add(model);
    return model;
  }

  private synchronized void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException("Relabel is closed");
    }
  }

  @Override
  public void close() {
    List<Model> open;
    synchronized (this) {
      isClosed = true;
      open = List.copyOf(models);
      models.clear();
    }
    open.forEach(Model::stopSessions);
    open.forEach(Model::close);
    threads.close();
    sessions.close();
    spark.close();
  }
}
