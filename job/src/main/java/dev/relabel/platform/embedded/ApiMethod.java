package dev.relabel.platform.embedded;

import java.io.IOException;

/** One method of the API, such as {@code images.list}. */
@FunctionalInterface
interface ApiMethod {
  /**
   * Does what is asked and answers; all effects are durable when it returns.
   *
   * @throws ApiException to answer with an error
   */
  Answer call(ApiCall call) throws IOException;
}
