package dev.relabel.model.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import dev.relabel.model.RunFailedException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Locale;

/** Number types: their names, and numbers of any type as floats. */
final class OrtTypes {
  private static final String PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

  private OrtTypes() {}

  /** A name such as {@code float32} or {@code int64}. */
  static String name(OnnxTensorType type) {
    String name = type.name().replace(PREFIX, "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "float" -> "float32";
      case "double" -> "float64";
      default -> name;
    };
  }

  /** The type that an input buffer of this name holds. */
  static OnnxJavaType named(String name) {
    return switch (name) {
      case "float32" -> OnnxJavaType.FLOAT;
      case "float16" -> OnnxJavaType.FLOAT16;
      case "uint8" -> OnnxJavaType.UINT8;
      case "int64" -> OnnxJavaType.INT64;
      default -> throw new IllegalArgumentException("No input has type " + name);
    };
  }

  /** A copy of the numbers; float16 is widened, integers are converted. */
  static FloatBuffer floats(OnnxTensor tensor) {
    return switch (tensor.getInfo().type) {
      case FLOAT, FLOAT16, BFLOAT16 -> tensor.getFloatBuffer();
      case DOUBLE -> {
        DoubleBuffer numbers = tensor.getDoubleBuffer();
        float[] floats = new float[numbers.remaining()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) numbers.get(i);
        }
        yield FloatBuffer.wrap(floats);
      }
      case INT64 -> {
        LongBuffer numbers = tensor.getLongBuffer();
        float[] floats = new float[numbers.remaining()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = numbers.get(i);
        }
        yield FloatBuffer.wrap(floats);
      }
      case INT32 -> {
        IntBuffer numbers = tensor.getIntBuffer();
        float[] floats = new float[numbers.remaining()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = numbers.get(i);
        }
        yield FloatBuffer.wrap(floats);
      }
      case UINT8, INT8, BOOL -> {
        ByteBuffer numbers = tensor.getByteBuffer();
        boolean signed = tensor.getInfo().type == OnnxJavaType.INT8;
        float[] floats = new float[numbers.remaining()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = signed ? numbers.get(i) : numbers.get(i) & 0xFF;
        }
        yield FloatBuffer.wrap(floats);
      }
      default ->
          throw new RunFailedException(
              "An output holds %s numbers, which are not read.".formatted(tensor.getInfo().type),
              null);
    };
  }
}
