package dev.relabel.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtProviderOptions;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import dev.relabel.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads graphs with ONNX Runtime. */
final class OrtOpener implements SessionOpener {
  private static final Logger LOG = LoggerFactory.getLogger(OrtOpener.class);

  /** Codes that mean that the file, not the device, is at fault. */
  private static final Set<OrtErrorCode> BAD_FILE =
      Set.of(
          OrtErrorCode.ORT_INVALID_PROTOBUF,
          OrtErrorCode.ORT_NO_MODEL,
          OrtErrorCode.ORT_NO_SUCHFILE,
          OrtErrorCode.ORT_INVALID_GRAPH);

  private static final String ON_CPU_TOO = "assigned to the default CPU EP";

  @Override
  public boolean mayUse(Device.Kind kind) {
    OrtGuard.check();
    return switch (kind) {
      case CPU, AUTO -> true;
      case CUDA -> OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
      case TENSORRT -> OrtEnvironment.getAvailableProviders().contains(OrtProvider.TENSOR_RT);
    };
  }

  @Override
  public GraphSession open(OnnxFile file, Device device, SessionTuning tuning, int threads) {
    if (!mayUse(device.kind())) {
      throw new DeviceUnavailableException(
          ("Device %s was asked for, but this ONNX Runtime is built without it. Put the GPU build's"
                  + " natives beside it (-Donnxruntime.native.path) or use --device cpu.")
              .formatted(device),
          null);
    }
    try {
      return device.kind() == Device.Kind.CPU
          ? open(file, device, tuning, threads, false)
          : openOnCard(file, device, tuning, threads);
    } catch (OrtException e) {
      throw explained(file, device, e);
    }
  }

  /**
   * Insists that the whole graph runs on the card, and if a part cannot, says so and lets it run on
   * the processor: exports with dynamic shapes always have some such nodes.
   */
  private static GraphSession openOnCard(
      OnnxFile file, Device device, SessionTuning tuning, int threads) throws OrtException {
    try {
      return open(file, device, tuning, threads, true);
    } catch (OrtException e) {
      if (!String.valueOf(e.getMessage()).contains(ON_CPU_TOO)) {
        throw e;
      }
      LOG.warn("{}: some nodes cannot run on {} and run on the CPU.", file.path(), device);
      return open(file, device, tuning, threads, false);
    }
  }

  private static GraphSession open(
      OnnxFile file, Device device, SessionTuning tuning, int threads, boolean cardOnly)
      throws OrtException {
    try (SessionOptions options = new SessionOptions();
        Providers providers = new Providers()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Tasks share the processors; a waiting thread must not burn one.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (cardOnly) {
        options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
      }
      if (tuning.hasChangingSizes()) {
        options.setMemoryPatternOptimization(false);
      }
      addDevice(options, file, device, tuning, providers);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(file.path().toString(), options);
      try {
        return new OrtGraphSession(environment, session);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }

  /** Native settings of providers, freed once the session is there. */
  private static final class Providers implements AutoCloseable {
    private final List<OrtProviderOptions> open = new ArrayList<>();

    <T extends OrtProviderOptions> T keep(T provider) {
      open.add(provider);
      return provider;
    }

    @Override
    public void close() {
      open.forEach(OrtProviderOptions::close);
    }
  }

  /** Sets one option of a provider. */
  private interface Setter {
    void set(String key, String value) throws OrtException;
  }

  private static void set(Map<String, String> values, Setter setter) throws OrtException {
    for (Map.Entry<String, String> value : values.entrySet()) {
      setter.set(value.getKey(), value.getValue());
    }
  }

  private static void addDevice(
      SessionOptions options,
      OnnxFile file,
      Device device,
      SessionTuning tuning,
      Providers providers) {
    try {
      if (device.kind() == Device.Kind.TENSORRT) {
        OrtTensorRTProviderOptions tensorRt =
            providers.keep(new OrtTensorRTProviderOptions(device.index()));
        set(tuning.tensorRt(EngineCache.folder(file, tuning).toString()), tensorRt::add);
        options.addTensorrt(tensorRt);
      }
      if (device.kind() != Device.Kind.CPU) {
        OrtCUDAProviderOptions cuda = providers.keep(new OrtCUDAProviderOptions(device.index()));
        set(tuning.cuda(), cuda::add);
        options.addCUDA(cuda);
      }
    } catch (OrtException e) {
      throw unavailable(device, e);
    }
  }

  private static DeviceUnavailableException unavailable(Device device, OrtException cause) {
    String missing = CudaLibraries.missing(device.kind());
    return new DeviceUnavailableException(
        ("Device %s cannot be used: %s. %s It needs an NVIDIA driver, CUDA 12 and cuDNN 9%s; --device"
                + " auto falls back to the CPU.")
            .formatted(
                device,
                OrtErrors.firstLine(cause).replaceFirst("^.*(?=Failed to load library)", ""),
                missing.isEmpty()
                    ? "All its libraries are there."
                    : "Not found on this machine: %s. Install them, or add their folder to LD_LIBRARY_PATH."
                        .formatted(missing),
                device.kind() == Device.Kind.TENSORRT ? " and TensorRT 10" : ""),
        cause);
  }

  private static ModelException explained(OnnxFile file, Device device, OrtException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("external data") || message.contains("external_data")) {
      return new ModelException(
          ("Model file %s keeps its weights in another file that is missing or damaged: %s. Put it"
                  + " beside the model under the name it was exported with.")
              .formatted(file.path(), OrtErrors.firstLine(e)),
          e);
    }
    if (BAD_FILE.contains(e.getCode()) || message.contains("does not have a graph")) {
      return new ModelException(
          "Model file %s is not an ONNX model, or is cut off or damaged: %s."
              .formatted(file.path(), OrtErrors.firstLine(e)),
          e);
    }
    if (device.kind() != Device.Kind.CPU && OrtErrors.isOutOfMemory(e)) {
      return new OutOfDeviceMemoryException(
          "Device %s has not enough free memory to load model file %s: %s"
              .formatted(device, file.path(), OrtErrors.firstLine(e)),
          e);
    }
    if (device.kind() != Device.Kind.CPU && OrtErrors.isAboutDevice(message)) {
      return unavailable(device, e);
    }
    return new ModelException(
        "Model file %s cannot be loaded: %s.".formatted(file.path(), OrtErrors.firstLine(e)), e);
  }
}
