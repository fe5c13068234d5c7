package dev.relabel.platform.embedded.geti;

import dev.relabel.platform.embedded.Reply;
import java.io.IOException;

/** One method of the API. */
@FunctionalInterface
interface GetiMethod {
  /**
   * Does what is asked and answers; all effects are durable when it returns.
   *
   * @throws GetiException to answer with an error
   */
  Reply call(GetiCall call) throws IOException;
}
