package dev.relabel.image;

/** How a picture of any size is brought to a model's input size. */
public enum Fit {
  /** Scaled to fit, keeping its aspect, in the middle; the rest is padded (Ultralytics YOLO). */
  LETTERBOX_CENTRED,
  /**
   * Scaled to fit, keeping its aspect, at the top left; the rest is padded (YOLOX, MMDetection).
   */
  LETTERBOX_TOP_LEFT,
  /** Scaled to the exact size, ignoring its aspect (RT-DETR, most classifiers). */
  STRETCH,
  /** Shortest side scaled to the input's, then the middle cut out (classification). */
  CROP_CENTRE,
  /** Left at its own size (models with free input size that resize inside the graph). */
  NONE,
  /**
   * Sides scaled to multiples of 32 with the longer one limited to the input size (text detection).
   */
  MULTIPLE_OF_32
}
