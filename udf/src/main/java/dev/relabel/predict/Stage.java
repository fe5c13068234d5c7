package dev.relabel.predict;

import java.util.Locale;

/** The steps of a run whose busy time is measured. */
public enum Stage {
  /** Waiting for and receiving image bytes. */
  FETCH,
  /** Decoding, resizing and normalising. */
  DECODE,
  /** The device working on batches. */
  INFER,
  /** Decoding heads, suppression, frames. */
  POSTPROCESS,
  /** Reading, merging and writing annotations. */
  PUBLISH;

  /** The name in the summary: lower case. */
  public String summaryName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
