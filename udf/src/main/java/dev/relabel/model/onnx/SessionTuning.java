package dev.relabel.model.onnx;

import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.head.ImageInput;
import dev.relabel.model.head.SideInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that is set when a session is opened, beside the file and the device.
 *
 * @param options what a person asked for
 * @param hasChangingSizes whether images of many sizes go in: then the runtime must not remember a
 *     plan of its memory for each of them, nor search the fastest algorithm for each
 * @param profile sizes for which TensorRT makes its engine; empty to leave that to it
 */
record SessionTuning(DeviceOptions options, boolean hasChangingSizes, List<Range> profile) {
  /** Nothing known. */
  static final SessionTuning NONE = new SessionTuning(DeviceOptions.DEFAULT, false, List.of());

  /** Sides of text detection are multiples of this. */
  private static final long STEP = 32;

  SessionTuning {
    profile = List.copyOf(profile);
  }

  /**
   * The sizes of one input.
   *
   * @param name the input
   * @param least its smallest shape
   * @param most its largest shape, for which the engine is made fastest
   */
  record Range(String name, List<Long> least, List<Long> most) {
    private static String text(String name, List<Long> shape) {
      return name + ":" + shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }
  }

  static SessionTuning of(DeviceOptions options) {
    return new SessionTuning(options, false, List.of());
  }

  /**
   * The tuning for a model that is known.
   *
   * @param batch most images of one call
   */
  SessionTuning to(ImageInput input, List<SideInput> sides, InputFormat format, int batch) {
    boolean changes =
        input.isFreeSize() && (format.fit() == Fit.NONE || format.fit() == Fit.MULTIPLE_OF_32);
    return new SessionTuning(options, changes, ranges(input, sides, format, batch));
  }

  private static List<Range> ranges(
      ImageInput input, List<SideInput> sides, InputFormat format, int batch) {
    if (format.fit() == Fit.NONE && input.isFreeSize()) {
      return List.of(); // nobody knows how large images are
    }
    long most = input.batch() == GraphTensor.FREE ? batch : input.batch();
    long least = input.batch() == GraphTensor.FREE ? 1 : input.batch();
    boolean shrinks = format.fit() == Fit.MULTIPLE_OF_32 && input.isFreeSize();
    long leastWidth = shrinks ? STEP : format.width();
    long leastHeight = shrinks ? STEP : format.height();
    List<Range> ranges = new ArrayList<>();
    if (isFree(input.tensor())) {
      ranges.add(
          new Range(
              input.tensor().name(),
              input.shape(least, leastWidth, leastHeight),
              input.shape(most, format.width(), format.height())));
    }
    for (SideInput side : sides) {
      if (isFree(side.tensor())) {
        ranges.add(
            new Range(
                side.tensor().name(),
                side.shape((int) least, leastWidth, leastHeight),
                side.shape((int) most, format.width(), format.height())));
      }
    }
    return ranges;
  }

  private static boolean isFree(GraphTensor tensor) {
    return tensor.dims().contains(GraphTensor.FREE);
  }

  /**
   * Options of ONNX Runtime's CUDA provider.
   *
   * @see <a href="https://onnxruntime.ai/docs/execution-providers/CUDA-ExecutionProvider.html">the
   *     options</a>
   */
  Map<String, String> cuda() {
    Map<String, String> cuda = new LinkedHashMap<>();
    if (options.memoryBytes() > 0) {
      cuda.put("gpu_mem_limit", Long.toString(options.memoryBytes()));
      // The other strategy asks for twice as much each time and runs into the limit.
      cuda.put("arena_extend_strategy", "kSameAsRequested");
    }
    if (hasChangingSizes) {
      cuda.put("cudnn_conv_algo_search", "HEURISTIC");
    }
    return cuda;
  }

  /**
   * Options of ONNX Runtime's TensorRT provider.
   *
   * @param engines where engines are kept
   * @see <a
   *     href="https://onnxruntime.ai/docs/execution-providers/TensorRT-ExecutionProvider.html">the
   *     options</a>
   */
  Map<String, String> tensorRt(String engines) {
    Map<String, String> trt = new LinkedHashMap<>();
    trt.put("trt_engine_cache_enable", "1");
    trt.put("trt_engine_cache_path", engines);
    trt.put("trt_timing_cache_enable", "1");
    trt.put("trt_timing_cache_path", engines);
    if (options.precision() != DeviceOptions.Precision.FP32) {
      trt.put("trt_fp16_enable", "1");
    }
    if (options.precision() == DeviceOptions.Precision.INT8) {
      trt.put("trt_int8_enable", "1");
    }
    if (options.memoryBytes() > 0) {
      trt.put("trt_max_workspace_size", Long.toString(options.memoryBytes()));
    }
    if (!profile.isEmpty()) {
      trt.put("trt_profile_min_shapes", shapes(Range::least));
      trt.put("trt_profile_opt_shapes", shapes(Range::most));
      trt.put("trt_profile_max_shapes", shapes(Range::most));
    }
    return trt;
  }

  private String shapes(Function<Range, List<Long>> which) {
    return profile.stream()
        .map(each -> Range.text(each.name(), which.apply(each)))
        .collect(Collectors.joining(","));
  }

  /** What an engine depends on beside the model and the machine. */
  String engineKey() {
    return options.precision() + " " + profile;
  }
}
