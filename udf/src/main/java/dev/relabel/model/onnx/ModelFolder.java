package dev.relabel.model.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that a model file lies in, somewhere else than on this machine's disk. */
public interface ModelFolder {

  /**
   * Copies a file.
   *
   * @param name its name, without any folder
   * @param mostBytes how large it may be
   * @return whether there is such a file
   * @throws IOException if it is larger or cannot be read
   */
  boolean copy(String name, Path to, long mostBytes) throws IOException;

  /**
   * A text that is another one when the file has changed, and tells where it lies; empty if that
   * cannot be known.
   *
   * @param name its name, without any folder
   */
  default Optional<String> version(String name) throws IOException {
    return Optional.empty();
  }

  /** The folder above, if this is the one in which repositories keep their exports. */
  default Optional<ModelFolder> above() {
    return Optional.empty();
  }
}
