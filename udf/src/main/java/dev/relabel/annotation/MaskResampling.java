package dev.relabel.annotation;

import java.util.BitSet;

/** Masks under affine maps, by asking for each new pixel's centre where it comes from. */
final class MaskResampling {
  /** Masks count columns and rows in ints; half their range leaves room for sums. */
  private static final double FARTHEST_PIXEL = 1 << 30;

  private MaskResampling() {}

  private static boolean isWholeShift(Affine map) {
    return map.xx() == 1
        && map.yy() == 1
        && map.xy() == 0
        && map.yx() == 0
        && map.dx() == Math.rint(map.dx())
        && map.dy() == Math.rint(map.dy());
  }

  static Mask resampled(Mask mask, Affine map) {
    Rectangle box = Transforms.upright(mask.bounds(), map);
    if (Math.min(box.left(), box.top()) < -FARTHEST_PIXEL
        || Math.max(box.right(), box.bottom()) > FARTHEST_PIXEL
        || box.area() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A mask cannot fill %s; clip it to its image or scale it less".formatted(box));
    }
    if (isWholeShift(map)) {
      return new Mask(
          (int) (mask.left() + map.dx()),
          (int) (mask.top() + map.dy()),
          mask.width(),
          mask.height(),
          mask.runs(),
          (int) mask.area());
    }
    Affine back = map.inverse();
    BitSet source = mask.toBitSet();
    int right = (int) Math.ceil(box.right());
    int bottom = (int) Math.ceil(box.bottom());
    MaskBuilder target = new MaskBuilder();
    for (int y = (int) Math.floor(box.top()); y < bottom; y++) {
      for (int x = (int) Math.floor(box.left()); x < right; x++) {
        double column = Math.floor(back.x(x + 0.5, y + 0.5)) - mask.left();
        double row = Math.floor(back.y(x + 0.5, y + 0.5)) - mask.top();
        if (column >= 0
            && column < mask.width()
            && row >= 0
            && row < mask.height()
            && source.get((int) (row * mask.width() + column))) {
          target.add(y, x, x + 1);
        }
      }
    }
    return target.build().orElseGet(() -> firstPixel(mask, map));
  }

  private static Mask firstPixel(Mask mask, Affine map) {
    Spans spans = mask.spans();
    if (!spans.next()) {
      throw new IllegalStateException("A mask without pixels: " + mask);
    }
    double x = map.x(spans.from() + 0.5, spans.row() + 0.5);
    double y = map.y(spans.from() + 0.5, spans.row() + 0.5);
    return Mask.ofRuns((int) Math.floor(x), (int) Math.floor(y), 1, 1, 0, 1);
  }
}
