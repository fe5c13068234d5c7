package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.image.Placement;

/** What masks have in common: thresholds, and the way from the picture to a map. */
final class MaskLevels {
  private MaskLevels() {}

  /** The logit of a probability; infinite at 0 and 1. */
  static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }

  /** From positions on the picture to cells of a map that covers the whole input. */
  static Affine toMap(Placement placement, int width, int height) {
    Affine toInput = placement.toPicture().inverse();
    double across = (double) width / placement.inputWidth();
    double down = (double) height / placement.inputHeight();
    return new Affine(
        toInput.xx() * across,
        toInput.xy() * across,
        toInput.dx() * across,
        toInput.yx() * down,
        toInput.yy() * down,
        toInput.dy() * down);
  }
}
