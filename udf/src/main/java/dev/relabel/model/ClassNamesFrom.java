package dev.relabel.model;

import java.util.Locale;

/** Where a model's class names come from. */
public enum ClassNamesFrom {
  /** Explicit settings. */
  SETTINGS,
  /** The settings file beside the model. */
  SIDECAR,
  /** The model file itself. */
  METADATA,
  /** {@code config.json} beside the model, as Hugging Face Optimum writes it. */
  HUGGING_FACE,
  /** {@code infer_cfg.yml} beside the model, as PaddleDetection writes it. */
  PADDLE,
  /** Nothing names them: the 80 classes of COCO by contiguous index are assumed. */
  ASSUMED_COCO80,
  /** Nothing names them: COCO's category ids 1–90 are assumed. */
  ASSUMED_COCO91,
  /** Nothing names them: a background and the 20 classes of Pascal VOC are assumed. */
  ASSUMED_VOC21,
  /** Nothing names them: {@code class_0}, {@code class_1}, … */
  NUMBERED,
  /** The family has one class of its own, such as {@code text}. */
  FAMILY;

  /** How cards write it: lower case, words joined by hyphens. */
  public String cardName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the names are a guess. */
  public boolean isAssumed() {
    return this == ASSUMED_COCO80
        || this == ASSUMED_COCO91
        || this == ASSUMED_VOC21
        || this == NUMBERED;
  }
}
