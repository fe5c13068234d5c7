package dev.relabel.model.onnx;

import dev.relabel.model.HeadKind;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.head.Head;
import dev.relabel.model.head.Heads;
import dev.relabel.model.head.ImageInput;
import dev.relabel.model.head.ModelMetadata;
import dev.relabel.model.views.Views;
import java.nio.file.Path;

/** Opens model files. */
public final class Models {
  /** Most memory that a model keeps in input buffers for reuse: a batch of 32 large inputs. */
  private static final long MAX_IDLE_BYTES = 256L << 20;

  private Models() {}

  /**
   * Opens a model.
   *
   * @param file an ONNX file; its sidecar {@code NAME.relabel.yaml} is read when it lies beside it
   * @param device what it shall run on
   * @param explicit settings of a person, which win over all others
   * @param sessions where its session lives; closed by its owner after the model
   * @throws ModelException if file, settings or device cannot be used, saying what to do
   */
  public static Model open(
      Path file, Device device, ModelSettings explicit, DeviceSessions sessions) {
    return open(file, device, DeviceOptions.DEFAULT, explicit, sessions);
  }

  /**
   * Opens a model.
   *
   * @param file an ONNX file; its sidecar {@code NAME.relabel.yaml} is read when it lies beside it
   * @param device what it shall run on
   * @param options how a card is used
   * @param explicit settings of a person, which win over all others
   * @param sessions where its session lives; closed by its owner after the model
   * @throws ModelException if file, settings or device cannot be used, saying what to do
   */
  public static Model open(
      Path file,
      Device device,
      DeviceOptions options,
      ModelSettings explicit,
      DeviceSessions sessions) {
    if (options.precision() != DeviceOptions.Precision.FP32
        && device.kind() != Device.Kind.TENSORRT) {
      throw new ModelException(
          "Precision %s is TensorRT's. Use --device tensorrt, or a model file that was exported with that precision."
              .formatted(options.precision()));
    }
    OnnxFile onnx = OnnxFile.of(file);
    ModelSettings sidecar = Sidecar.of(onnx);
    SessionTuning tuning = SessionTuning.of(options);
    DeviceSessions.Lease session = sessions.lease(onnx, looksFirstOn(device), tuning);
    try {
      ModelPlan plan =
          ModelPlan.of(onnx, session, explicit, sidecar, ExporterFiles.of(onnx, session.graph()));
      SessionTuning tuned =
          tuning.to(
              plan.input(),
              ImageInput.sides(session.graph()),
              plan.format(),
              options.batch() > 0 ? options.batch() : BatchRunner.GPU_BATCH);
      boolean isTensorRt = device.kind() == Device.Kind.TENSORRT;
      if (isTensorRt || tuned.hasChangingSizes()) {
        Device used = isTensorRt ? device : session.device();
        session.close();
        session = sessions.lease(onnx, used, tuned);
      }
      BufferPool pool = new BufferPool(MAX_IDLE_BYTES);
      BatchRunner runner =
          new BatchRunner(
              session, plan.input(), ImageInput.sides(session.graph()), plan.choice(), pool);
      HeadKind kind = plan.choice().kind();
      ModelSettings settings = plan.settings();
      boolean looksAgain = Views.areAskedFor(kind, settings);
      Head head =
          looksAgain
              ? Heads.unrefined(plan.choice(), Views.ofHead(kind, settings))
              : Heads.of(plan.choice(), settings);
      Model model = new OnnxModel(plan.card(), plan.format(), head, runner, pool, session);
      return looksAgain ? Views.over(model, kind, settings) : model;
    } catch (ModelException e) {
      session.close();
      throw new ModelException("Model file %s: %s".formatted(file, e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /**
   * TensorRT makes its engine for sizes, which the graph tells: not worth making another before.
   */
  private static Device looksFirstOn(Device device) {
    return device.kind() == Device.Kind.TENSORRT ? Device.CPU : device;
  }

  /**
   * What a model file is and how it would be used, on the processor.
   *
   * @throws ModelException if file or settings cannot be used, saying what to do
   */
  public static ModelCard inspect(Path file, ModelSettings explicit) {
    try (DeviceSessions sessions = new DeviceSessions(1);
        Model model = open(file, Device.CPU, explicit, sessions)) {
      return model.card();
    }
  }

  /**
   * What a model file says of itself, before anything is settled about its use.
   *
   * @throws ModelException if it cannot be read, saying what to do
   */
  public static ModelMetadata metadata(Path file) {
    try (DeviceSessions sessions = new DeviceSessions(1);
        DeviceSessions.Lease session = sessions.lease(OnnxFile.of(file), Device.CPU)) {
      return ModelMetadata.of(session.graph().metadata());
    }
  }
}
