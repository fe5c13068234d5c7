package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Placement;
import java.util.List;
import java.util.Optional;

/**
 * Masks of Mask R-CNN: a small map of probabilities for each object, spread over its box; or one as
 * large as the input, where the exporter has pasted it already. Source: detectron2,
 * layers/mask_ops.py (paste_masks_in_image: bilinear, zero beyond the map).
 *
 * @param output which output holds the maps: [K, h, w] or [K, 1, h, w]
 * @param threshold lowest probability of a pixel
 */
record PastedMasks(int output, double threshold) implements ObjectShapes {
  private static final UprightBoxes BOXES = new UprightBoxes();

  @Override
  public Optional<Mask> of(
      List<OutputSlice> outputs, Candidates found, int index, Placement placement) {
    OutputSlice maps = outputs.get(output);
    maps.require(0, found.row(index) + 1);
    maps.require(2, 1);
    int height = maps.dim(maps.rank() - 2);
    int width = maps.dim(maps.rank() - 1);
    Optional<Rectangle> box = BOXES.of(outputs, found, index, placement);
    if (box.isEmpty()) {
      return Optional.empty();
    }
    boolean isPasted = width == placement.inputWidth() && height == placement.inputHeight();
    Affine toMap =
        isPasted
            ? MaskLevels.toMap(placement, width, height)
            : ontoBox(found, index, placement, width, height);
    return new MaskGrid(
            MapPart.of(maps, found.row(index), height, width), 0, 0, width, MaskGrid.Beyond.ZERO)
        .paint(PixelRect.centresIn(box.get()), toMap, threshold);
  }

  /** From the picture to cells of a map that covers the whole box, also what the picture cuts. */
  private static Affine ontoBox(
      Candidates found, int index, Placement placement, int width, int height) {
    Affine toInput = placement.toPicture().inverse();
    double across = width / ((double) found.right(index) - found.left(index));
    double down = height / ((double) found.bottom(index) - found.top(index));
    return new Affine(
        toInput.xx() * across,
        toInput.xy() * across,
        (toInput.dx() - found.left(index)) * across,
        toInput.yx() * down,
        toInput.yy() * down,
        (toInput.dy() - found.top(index)) * down);
  }
}
