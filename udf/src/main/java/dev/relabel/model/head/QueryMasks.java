package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Mask;
import dev.relabel.image.Placement;
import java.util.List;
import java.util.Optional;

/**
 * Masks of the DETR families: a coarse map of logits over the whole input for each query, not cut
 * to its box. Source: RF-DETR, models/segmentation_head (bilinear to the picture, logit above 0).
 *
 * @param output which output holds the maps, [A, h, w]
 * @param threshold lowest probability of a pixel
 */
record QueryMasks(int output, double threshold) implements ObjectShapes {
  @Override
  public Optional<Mask> of(
      List<OutputSlice> outputs, Candidates found, int index, Placement placement) {
    OutputSlice maps = outputs.get(output);
    maps.require(0, found.row(index) + 1);
    maps.require(2, 1);
    int height = maps.dim(maps.rank() - 2);
    int width = maps.dim(maps.rank() - 1);
    float[] map = MapPart.of(maps, found.row(index), height, width);
    double level = MaskLevels.logit(threshold);
    Affine toMap = MaskLevels.toMap(placement, width, height);
    return new MaskGrid(map, 0, 0, width, MaskGrid.Beyond.SAME)
        .paint(around(map, width, level, toMap.inverse(), placement), toMap, level);
  }

  /** Pixels that a cell above the level can reach: everything else need not be looked at. */
  private static PixelRect around(
      float[] map, int width, double level, Affine toPicture, Placement placement) {
    int left = Integer.MAX_VALUE;
    int right = -1;
    int top = Integer.MAX_VALUE;
    int bottom = -1;
    for (int i = 0; i < map.length; i++) {
      if (map[i] >= level) {
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
        top = Math.min(top, i / width);
        bottom = i / width;
      }
    }
    if (right < 0) {
      return new PixelRect(0, 0, 0, 0);
    }
    return new PixelRect(
        (int) Math.max(0, Math.floor(toPicture.x(left - 1, top - 1))),
        (int) Math.max(0, Math.floor(toPicture.y(left - 1, top - 1))),
        (int) Math.min(placement.pictureWidth(), Math.ceil(toPicture.x(right + 2, bottom + 2))),
        (int) Math.min(placement.pictureHeight(), Math.ceil(toPicture.y(right + 2, bottom + 2))));
  }
}
