package dev.relabel.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ONNX file that puts out the same numbers for every image, written byte by byte with the field
 * numbers of onnx.proto.
 */
final class ConstantModel {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
  private final ByteArrayOutputStream model = new ByteArrayOutputStream();

  /** With one input of floats. */
  ConstantModel(String input, long... dims) {
    text(graph, 2, "tiny");
    bytes(graph, 11, value(input, FLOAT, dims));
    ByteArrayOutputStream operators = new ByteArrayOutputStream();
    text(operators, 1, "");
    number(operators, 2, 13);
    number(model, 1, 8);
    text(model, 2, "bench");
    bytes(model, 8, operators.toByteArray());
  }

  /** Puts out floats. */
  ConstantModel output(String name, float[] content, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * content.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float each : content) {
      raw.putFloat(each);
    }
    return output(name, FLOAT, raw.array(), dims);
  }

  /** Puts out whole numbers. */
  ConstantModel output(String name, long[] content, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(8 * content.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long each : content) {
      raw.putLong(each);
    }
    return output(name, INT64, raw.array(), dims);
  }

  private ConstantModel output(String name, int type, byte[] raw, long... dims) {
    ByteArrayOutputStream constant = tensorType(type, dims);
    text(constant, 8, name + "-rows");
    bytes(constant, 9, raw);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    text(copy, 1, name + "-rows");
    text(copy, 2, name);
    text(copy, 4, "Identity");
    bytes(graph, 1, copy.toByteArray());
    bytes(graph, 5, constant.toByteArray());
    bytes(graph, 12, value(name, type, dims));
    return this;
  }

  ConstantModel metadata(String key, String value) {
    bytes(model, 14, entry(key, value));
    return this;
  }

  /** Writes the file; called once. */
  Path write(Path file) throws IOException {
    bytes(model, 7, graph.toByteArray());
    return Files.write(file, model.toByteArray());
  }

  /** TensorProto's dims and data_type. */
  private static ByteArrayOutputStream tensorType(int type, long... dims) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (long dim : dims) {
      number(tensor, 1, dim);
    }
    number(tensor, 2, type);
    return tensor;
  }

  private static byte[] value(String name, int type, long... dims) {
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    for (long each : dims) {
      ByteArrayOutputStream dim = new ByteArrayOutputStream();
      number(dim, 1, each);
      bytes(shape, 1, dim.toByteArray());
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    number(tensor, 1, type);
    bytes(tensor, 2, shape.toByteArray());
    ByteArrayOutputStream typed = new ByteArrayOutputStream();
    bytes(typed, 1, tensor.toByteArray());
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    text(value, 1, name);
    bytes(value, 2, typed.toByteArray());
    return value.toByteArray();
  }

  private static byte[] entry(String key, String value) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    text(entry, 1, key);
    text(entry, 2, value);
    return entry.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int field, long value) {
    varint(out, (long) field << 3);
    varint(out, value);
  }

  private static void text(ByteArrayOutputStream out, int field, String value) {
    bytes(out, field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    varint(out, ((long) field << 3) | 2);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
