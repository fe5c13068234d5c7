package dev.relabel.model.onnx;

import java.io.Serializable;

/**
 * How a card is used.
 *
 * @param precision what TensorRT computes with
 * @param memoryBytes most memory of the card that one session takes; 0 for as much as it needs
 * @param batch most images of one call, for which TensorRT makes its engines; 0 for the usual
 *     number
 * @param engineCache folder for TensorRT's engines; empty for one in the user's home
 */
public record DeviceOptions(Precision precision, long memoryBytes, int batch, String engineCache)
    implements Serializable {

  /** Nothing asked for. */
  public static final DeviceOptions DEFAULT = new DeviceOptions(Precision.FP32, 0, 0, "");

  public DeviceOptions {
    if (memoryBytes < 0 || batch < 0) {
      throw new IllegalArgumentException("memoryBytes=%s batch=%s".formatted(memoryBytes, batch));
    }
  }

  /** What TensorRT may compute with beside 32 bits; it takes whichever is fastest. */
  public enum Precision {
    FP32,
    /** 16 bits: about twice as fast, scores differ in the third digit. */
    FP16,
    /** 8 bits, for models that carry their scales (QDQ nodes); with 16 bits for the rest. */
    INT8
  }
}
