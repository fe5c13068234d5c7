package dev.relabel.model.onnx;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The shared libraries that ONNX Runtime's build for CUDA 12 loads, and which of them this machine
 * lacks. The runtime itself names one of them, if any.
 */
final class CudaLibraries {
  private static final Map<String, String> CUDA = new LinkedHashMap<>();
  private static final Map<String, String> TENSORRT = new LinkedHashMap<>();

  static {
    CUDA.put("libcuda.so.1", "the NVIDIA driver");
    CUDA.put("libcudart.so.12", "CUDA 12");
    CUDA.put("libcublas.so.12", "CUDA 12");
    CUDA.put("libcublasLt.so.12", "CUDA 12");
    CUDA.put("libcurand.so.10", "CUDA 12");
    CUDA.put("libcufft.so.11", "CUDA 12");
    CUDA.put("libcudnn.so.9", "cuDNN 9");
    TENSORRT.put("libnvinfer.so.10", "TensorRT 10");
    TENSORRT.put("libnvonnxparser.so.10", "TensorRT 10");
  }

  private CudaLibraries() {}

  /** What a device needs and this machine's loader does not find, with where it comes from. */
  static String missing(Device.Kind kind) {
    List<Path> folders = new ArrayList<>();
    for (String folder :
        System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
      if (!folder.isBlank()) {
        folders.add(Path.of(folder));
      }
    }
    return missing(kind, folders, Path.of("/etc/ld.so.cache"));
  }

  /**
   * The same.
   *
   * @param folders where the loader looks by itself
   * @param cache its list of what lies elsewhere
   */
  static String missing(Device.Kind kind, List<Path> folders, Path cache) {
    Map<String, String> needed = new LinkedHashMap<>(CUDA);
    if (kind == Device.Kind.TENSORRT) {
      needed.putAll(TENSORRT);
    }
    String listed = read(cache);
    return needed.entrySet().stream()
        .filter(
            each ->
                !listed.contains("/" + each.getKey() + "\0")
                    && folders.stream()
                        .noneMatch(folder -> Files.exists(folder.resolve(each.getKey()))))
        .map(each -> "%s (%s)".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String read(Path cache) {
    try {
      return new String(Files.readAllBytes(cache), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
