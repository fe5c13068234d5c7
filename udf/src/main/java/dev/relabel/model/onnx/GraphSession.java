package dev.relabel.model.onnx;

import dev.relabel.model.ModelGraph;
import dev.relabel.model.RunFailedException;
import dev.relabel.model.head.OutputTensor;
import java.util.List;

/**
 * A loaded graph on a device. On the processor it may run for several threads at once; on a card
 * one thread makes all its calls.
 */
interface GraphSession extends AutoCloseable {

  /** What the file says about itself. */
  ModelGraph graph();

  /**
   * Runs the graph and waits.
   *
   * @param cancellation may end the run early, from another thread
   * @return all outputs in the order of the graph
   * @throws OutOfDeviceMemoryException if the batch is too large for the device
   * @throws RunFailedException if the runtime refuses the input or fails
   */
  List<OutputTensor> run(List<InputTensor> inputs, Cancellation cancellation);

  @Override
  void close();
}
