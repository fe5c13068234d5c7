package dev.relabel.platform.http;

/** Moves the bytes of one call to the server and back. Safe for use by several threads. */
public interface Transport extends AutoCloseable {

  /**
   * Sends a request, once, and returns when the head of the answer is there.
   *
   * @param verb {@code GET}, {@code POST} and so on
   * @param path where it goes below the API, such as {@code v3/images.list}
   * @param payload what to send
   * @return the answer, whose body is still arriving; the caller closes it
   * @throws TransportException if there is no answer
   */
  Response send(String verb, String path, Payload payload) throws TransportException;

  @Override
  void close();
}
