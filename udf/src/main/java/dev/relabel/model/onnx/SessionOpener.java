package dev.relabel.model.onnx;

/** Loads graphs onto devices. */
interface SessionOpener {

  /**
   * Whether a card of this kind might be usable; a cheap look that only excludes the impossible.
   */
  boolean mayUse(Device.Kind kind);

  /**
   * Loads a file.
   *
   * @param device any but {@link Device.Kind#AUTO}
   * @param tuning how it is set
   * @param threads threads of one call on the processor
   * @throws DeviceUnavailableException if the device cannot be used
   * @throws dev.relabel.model.ModelException if the file is no model that can be used
   */
  GraphSession open(OnnxFile file, Device device, SessionTuning tuning, int threads);
}
