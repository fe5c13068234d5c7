package dev.relabel.model.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes small ONNX files byte by byte, so that graphs of any signature can be tested without a
 * model at hand. Field numbers are those of onnx.proto.
 */
final class OnnxBuilder {
  /** Element types of onnx.proto's TensorProto.DataType. */
  enum Numbers {
    FLOAT32(1),
    UINT8(2),
    INT8(3),
    INT64(7),
    FLOAT16(10);

    private final int code;

    Numbers(int code) {
      this.code = code;
    }
  }

  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
  private final ByteArrayOutputStream model = new ByteArrayOutputStream();
  private int names;

  OnnxBuilder() {
    number(model, 1, 8); // ir_version
    text(model, 2, "hand-made");
    ByteArrayOutputStream opset = new ByteArrayOutputStream();
    text(opset, 1, "");
    number(opset, 2, 13);
    bytes(model, 8, opset.toByteArray());
    text(graph, 2, "graph");
  }

  /** An input; negative lengths are free axes. */
  OnnxBuilder input(String name, Numbers type, long... dims) {
    bytes(graph, 11, valueInfo(name, type, dims));
    return this;
  }

  /** Declares an output that some node makes. */
  OnnxBuilder output(String name, Numbers type, long... dims) {
    bytes(graph, 12, valueInfo(name, type, dims));
    return this;
  }

  OnnxBuilder metadata(String key, String value) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    text(entry, 1, key);
    text(entry, 2, value);
    bytes(model, 14, entry.toByteArray());
    return this;
  }

  /** A node without attributes. */
  OnnxBuilder node(String operator, List<String> inputs, String output) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    inputs.forEach(input -> text(node, 1, input));
    text(node, 2, output);
    text(node, 4, operator);
    if (operator.equals("Concat")) {
      attribute(node, "axis", 0);
    }
    bytes(graph, 1, node.toByteArray());
    return this;
  }

  /** A node Cast to a type. */
  OnnxBuilder cast(String input, Numbers type, String output) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    text(node, 1, input);
    text(node, 2, output);
    text(node, 4, "Cast");
    attribute(node, "to", type.code);
    bytes(graph, 1, node.toByteArray());
    return this;
  }

  /** A constant tensor of int64. */
  String longs(long... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      data.putLong(value);
    }
    return constant(Numbers.INT64, data.array(), values.length);
  }

  /** A constant tensor of float32. */
  String floats(long[] dims, float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return constant(Numbers.FLOAT32, data.array(), dims);
  }

  private String constant(Numbers type, byte[] data, long... dims) {
    String name = "constant" + names++;
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (long dim : dims) {
      number(tensor, 1, dim);
    }
    number(tensor, 2, type.code);
    text(tensor, 8, name);
    bytes(tensor, 9, data);
    bytes(graph, 5, tensor.toByteArray());
    return name;
  }

  /** A constant whose numbers lie in another file. */
  String external(String location, long... dims) {
    String name = "constant" + names++;
    bytes(graph, 5, externalTensor(name, location, dims));
    return name;
  }

  /** The same as a node Constant in the branch of an If, which nobody has to be able to run. */
  OnnxBuilder externalInBranch(String location, long... dims) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    text(value, 1, "value");
    bytes(value, 5, externalTensor("inner", location, dims));
    ByteArrayOutputStream constant = new ByteArrayOutputStream();
    text(constant, 4, "Constant");
    bytes(constant, 5, value.toByteArray());
    ByteArrayOutputStream branch = new ByteArrayOutputStream();
    bytes(branch, 1, constant.toByteArray());
    ByteArrayOutputStream attribute = new ByteArrayOutputStream();
    text(attribute, 1, "then_branch");
    bytes(attribute, 6, branch.toByteArray());
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    text(node, 4, "If");
    bytes(node, 5, attribute.toByteArray());
    bytes(graph, 1, node.toByteArray());
    return this;
  }

  private static byte[] externalTensor(String name, String location, long... dims) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (long dim : dims) {
      number(tensor, 1, dim);
    }
    number(tensor, 2, Numbers.FLOAT32.code);
    text(tensor, 8, name);
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    text(entry, 1, "location");
    text(entry, 2, location);
    bytes(tensor, 13, entry.toByteArray());
    number(tensor, 14, 1);
    return tensor.toByteArray();
  }

  /** Repeats {@code constant} of shape [1, dims…] for every image of {@code input}. */
  OnnxBuilder perImage(String input, String constant, String output, long... dims) {
    String shape = "shape" + names++;
    String batch = "batch" + names++;
    String whole = "whole" + names++;
    node("Shape", List.of(input), shape);
    node("Slice", List.of(shape, longs(0), longs(1)), batch);
    node("Concat", List.of(batch, longs(dims)), whole);
    return node("Expand", List.of(constant, whole), output);
  }

  byte[] build() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(model.toByteArray());
    bytes(whole, 7, graph.toByteArray());
    return whole.toByteArray();
  }

  Path write(Path directory, String name) throws IOException {
    return Files.write(directory.resolve(name), build());
  }

  private static byte[] valueInfo(String name, Numbers type, long... dims) {
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    for (int axis = 0; axis < dims.length; axis++) {
      ByteArrayOutputStream dim = new ByteArrayOutputStream();
      if (dims[axis] >= 0) {
        number(dim, 1, dims[axis]);
      } else {
        text(dim, 2, axis == 0 ? "batch" : name + "_axis" + axis);
      }
      bytes(shape, 1, dim.toByteArray());
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    number(tensor, 1, type.code);
    bytes(tensor, 2, shape.toByteArray());
    ByteArrayOutputStream typeProto = new ByteArrayOutputStream();
    bytes(typeProto, 1, tensor.toByteArray());
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    text(info, 1, name);
    bytes(info, 2, typeProto.toByteArray());
    return info.toByteArray();
  }

  private static void attribute(ByteArrayOutputStream node, String name, long value) {
    ByteArrayOutputStream attribute = new ByteArrayOutputStream();
    text(attribute, 1, name);
    number(attribute, 3, value);
    number(attribute, 20, 2); // INT
    bytes(node, 5, attribute.toByteArray());
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
