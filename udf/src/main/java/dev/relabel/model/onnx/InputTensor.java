package dev.relabel.model.onnx;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One input for a call.
 *
 * @param name the input's name in the graph
 * @param type type of its numbers, as {@link dev.relabel.model.GraphTensor#type()} writes it
 * @param data direct, in native byte order, exactly the numbers between position and limit; not
 *     changed until the call has returned
 * @param shape length of each axis
 */
record InputTensor(String name, String type, ByteBuffer data, List<Long> shape) {
  InputTensor {
    shape = List.copyOf(shape);
  }
}
