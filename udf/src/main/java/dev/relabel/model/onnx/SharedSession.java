package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.head.OutputTensor;
import java.util.List;
import java.util.function.LongConsumer;

/** An open session that several threads use: how their calls come to the graph. */
sealed interface SharedSession extends AutoCloseable permits SessionThread, CallerThreads {

  /** What the file says about itself. */
  ModelGraph graph();

  /**
   * Runs the graph and waits; the buffers of the inputs are free again when this returns or throws.
   *
   * @param busy is told the nanoseconds that the run took, without waiting for its turn
   * @throws ModelException if the run fails or the session is closed
   */
  List<OutputTensor> run(List<InputTensor> inputs, LongConsumer busy);

  /** Lets the calls that have begun finish, then closes the session; later calls fail. */
  @Override
  void close();
}
