package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.image.Placement;
import dev.relabel.model.TextShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One-class probability maps [1, h, w] of text (DBNet, PP-OCR): pixels above a threshold form
 * regions, each becomes its smallest turned rectangle, scored by the mean probability within it and
 * grown by {@code area × ratio / perimeter}, because the network is trained on shrunken text.
 * Source: PaddleOCR, ppocr/postprocess/db_postprocess.py.
 *
 * @param className the one class
 * @param threshold lowest probability of a pixel, exclusive
 * @param boxScore lowest mean probability of a region
 * @param unclipRatio how much regions grow
 * @param maxRegions most labels
 * @param shape what a region becomes
 */
record TextHead(
    String className,
    double threshold,
    double boxScore,
    double unclipRatio,
    int maxRegions,
    TextShape shape)
    implements Head {
  /** Regions thinner than this many map pixels are noise, as in PP-OCR. */
  private static final double MIN_SIDE = 3;

  /** And grown ones thinner than this. */
  private static final double MIN_GROWN_SIDE = 5;

  /** Most regions of one map; the bound of PP-OCR. Specks of noise do not count. */
  static final int MAX_REGIONS = 1000;

  private record Found(Geometry geometry, double score) {}

  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    OutputSlice map = outputs.get(0);
    int height = map.dim(map.rank() - 2);
    int width = map.dim(map.rank() - 1);
    Affine toPicture = fromMap(width, height, placement);
    List<Found> all = new ArrayList<>();
    int regions = 0;
    for (List<Point> region : new TextRegions(map, width, height).above(threshold)) {
      TurnedBox box = TurnedBox.around(region);
      if (box.shorterSide() < MIN_SIDE) {
        continue;
      }
      if (++regions > MAX_REGIONS) {
        break;
      }
      double score = meanWithin(box, map, width, height);
      double perimeter = 2 * (box.width() + box.height());
      TurnedBox grown = box.grown(box.width() * box.height() * unclipRatio / perimeter);
      if (score >= boxScore && grown.shorterSide() >= MIN_GROWN_SIDE) {
        geometry(grown, toPicture, placement)
            .ifPresent(geometry -> all.add(new Found(geometry, Math.min(1, score))));
      }
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(Found::score).reversed()) // stable: then from the top
        .limit(maxRegions)
        .map(found -> Label.predicted(className, found.geometry, found.score))
        .toList();
  }

  private static Affine fromMap(int width, int height, Placement placement) {
    double scaleX = (double) placement.inputWidth() / width;
    double scaleY = (double) placement.inputHeight() / height;
    Affine map = placement.toPicture();
    return new Affine(
        map.xx() * scaleX,
        map.xy() * scaleY,
        map.dx(),
        map.yx() * scaleX,
        map.yy() * scaleY,
        map.dy());
  }

  static double meanWithin(TurnedBox box, OutputSlice map, int width, int height) {
    // Half a pixel of slack: PP-OCR fills the box including the pixels that its edge crosses.
    TurnedBox.Reach reach = box.reach(0.5);
    double sum = 0;
    int count = 0;
    int lastY = (int) Math.min(height - 1, Math.floor(reach.bottom()));
    for (int y = (int) Math.max(0, Math.floor(reach.top()) - 1); y <= lastY; y++) {
      // The pixel before and behind are asked too, because the ends of a row are rounded.
      int lastX = (int) Math.min(width - 1, Math.ceil(reach.right(y + 0.5)));
      for (int x = (int) Math.max(0, Math.floor(reach.left(y + 0.5)) - 2); x <= lastX; x++) {
        if (reach.holds(x + 0.5, y + 0.5)) {
          sum += map.at(y * width + x);
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private Optional<Geometry> geometry(TurnedBox box, Affine toPicture, Placement placement) {
    List<Point> corners =
        box.toGeometry().corners().exterior().stream()
            .map(
                corner ->
                    new Point(
                        toPicture.x(corner.x(), corner.y()), toPicture.y(corner.x(), corner.y())))
            .toList();
    int width = placement.pictureWidth();
    int height = placement.pictureHeight();
    List<Point> visible = Clip.convexRing(corners, width, height);
    if (visible.size() < 3) {
      return Optional.empty();
    }
    Polygon polygon = new Polygon(visible, List.of());
    if (!(polygon.area() > 0)) {
      return Optional.empty();
    }
    return switch (shape) {
      case POLYGON -> Optional.of(polygon);
      // Around what is visible, so that it does not stick out further than its corners must.
      case ROTATED -> Optional.of(TurnedBox.around(visible).toGeometry());
      case BOX -> Optional.of(polygon.bounds());
    };
  }
}
