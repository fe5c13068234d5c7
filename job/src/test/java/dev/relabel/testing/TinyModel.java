package dev.relabel.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ONNX file of a few hundred bytes that finds the same two boxes on every 64 × 64 image, written
 * byte by byte with the field numbers of onnx.proto: a {@code part}, columns 8–24 and rows 16–32,
 * and the {@code whole} image.
 */
public final class TinyModel {
  /** x1, y1, x2, y2, score, class in pixels of the input; the last row is empty. */
  private static final float[] ROWS = {
    8, 16, 24, 32, 0.9f, 1, //
    0, 0, 64, 64, 0.6f, 0, //
    0, 0, 0, 0, 0, 0
  };

  private static final int FLOAT = 1;

  private TinyModel() {}

  /** Writes the file. */
  public static Path write(Path file) throws IOException {
    ByteBuffer rows = ByteBuffer.allocate(4 * ROWS.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float each : ROWS) {
      rows.putFloat(each);
    }
    ByteArrayOutputStream constant = tensorType(1, 3, 6);
    text(constant, 8, "rows");
    bytes(constant, 9, rows.array());
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    text(copy, 1, "rows");
    text(copy, 2, "output0");
    text(copy, 4, "Identity");
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    bytes(graph, 1, copy.toByteArray());
    text(graph, 2, "tiny");
    bytes(graph, 5, constant.toByteArray());
    bytes(graph, 11, value("images", 1, 3, 64, 64));
    bytes(graph, 12, value("output0", 1, 3, 6));
    ByteArrayOutputStream operators = new ByteArrayOutputStream();
    text(operators, 1, "");
    number(operators, 2, 13);
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    number(model, 1, 8);
    text(model, 2, "bench");
    bytes(model, 7, graph.toByteArray());
    bytes(model, 8, operators.toByteArray());
    bytes(model, 14, entry("names", "{0: 'whole', 1: 'part'}"));
    bytes(model, 14, entry("task", "detect"));
    return Files.write(file, model.toByteArray());
  }

  /** TensorProto's dims and data_type. */
  private static ByteArrayOutputStream tensorType(long... dims) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (long dim : dims) {
      number(tensor, 1, dim);
    }
    number(tensor, 2, FLOAT);
    return tensor;
  }

  private static byte[] value(String name, long... dims) {
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    for (long each : dims) {
      ByteArrayOutputStream dim = new ByteArrayOutputStream();
      number(dim, 1, each);
      bytes(shape, 1, dim.toByteArray());
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    number(tensor, 1, FLOAT);
    bytes(tensor, 2, shape.toByteArray());
    ByteArrayOutputStream type = new ByteArrayOutputStream();
    bytes(type, 1, tensor.toByteArray());
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    text(value, 1, name);
    bytes(value, 2, type.toByteArray());
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
