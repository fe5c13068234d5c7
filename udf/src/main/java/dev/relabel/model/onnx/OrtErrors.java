package dev.relabel.model.onnx;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Locale;

/** What ONNX Runtime's messages mean; it has no codes for these. */
final class OrtErrors {
  private static final List<String> OUT_OF_MEMORY =
      List.of(
          "out of memory",
          "failed to allocate memory",
          "bfc_arena",
          "bfcarena",
          "cublas_status_alloc_failed",
          "cudnn_status_alloc_failed",
          "cudaerrormemoryallocation");

  private static final List<String> ABOUT_DEVICE =
      List.of("cuda failure", "cudasetdevice", "cuda driver", "cudnn", "cublas", "no cuda-capable");

  private OrtErrors() {}

  /** Whether a run failed because the device's memory is full. */
  static boolean isOutOfMemory(OrtException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return OUT_OF_MEMORY.stream().anyMatch(message::contains);
  }

  /** Whether a lower-case message speaks of the card instead of the model. */
  static boolean isAboutDevice(String message) {
    return ABOUT_DEVICE.stream().anyMatch(message::contains);
  }

  /**
   * The message on one line, without the code that it begins with and the stop that it ends with.
   */
  static String firstLine(OrtException e) {
    String message = String.valueOf(e.getMessage());
    int after = message.indexOf("message: ");
    String text = after < 0 ? message : message.substring(after + "message: ".length());
    String line = text.strip().lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
