package dev.relabel.model.views;

import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Orientation;
import dev.relabel.model.Flip;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which looks at a picture are taken.
 *
 * @param tileSize side of a tile in pixels of the picture; 0 for no tiles
 * @param overlap share of a tile that its neighbours see too, 0–0.75
 * @param fullImage whether the whole picture is one of the looks
 * @param flips how parts are mirrored for looks of their own
 * @param scales how much smaller parts are for looks of their own
 * @param pad value of padding, 0–255
 */
record ViewSettings(
    int tileSize,
    double overlap,
    boolean fullImage,
    List<Orientation> flips,
    List<Double> scales,
    int pad) {

  /** What is set with a tile size and not said otherwise. */
  static final ModelSettings TILE_DEFAULTS =
      ModelSettings.of(
          Map.of(
              "tile_overlap",
              0.2,
              "tile_full_image",
              true,
              "tile_merge",
              "seams",
              "tile_merge_threshold",
              0.5));

  ViewSettings {
    flips = List.copyOf(flips);
    scales = List.copyOf(scales);
  }

  static ViewSettings of(ModelSettings settings) {
    return new ViewSettings(
        settings.tileSize().orElse(0),
        settings.tileOverlap().orElse(0),
        settings.tileFullImage().orElse(false),
        flips(settings.flip().orElse(Flip.NONE)),
        settings.scales(),
        settings.pad().orElse(0));
  }

  /** The same, for heads that tell the class of every pixel from its tile alone. */
  ViewSettings withoutFullImage() {
    return new ViewSettings(tileSize, overlap, false, flips, scales, pad);
  }

  private static List<Orientation> flips(Flip flip) {
    return switch (flip) {
      case NONE -> List.of();
      case HORIZONTAL -> List.of(Orientation.FLIPPED_HORIZONTALLY);
      case VERTICAL -> List.of(Orientation.FLIPPED_VERTICALLY);
      case BOTH -> List.of(Orientation.FLIPPED_HORIZONTALLY, Orientation.FLIPPED_VERTICALLY);
    };
  }

  /** The looks at a picture of this size, row by row, the whole picture last. */
  List<View> views(int width, int height) {
    List<View> views = new ArrayList<>();
    List<Part> columns = parts(width);
    List<Part> rows = parts(height);
    for (Part row : rows) {
      for (Part column : columns) {
        Rectangle core = new Rectangle(column.from, row.from, column.to, row.to);
        add(View.plain(column.start, row.start, side(width), side(height), core), views);
      }
    }
    if (fullImage && columns.size() * rows.size() > 1) {
      add(View.plain(0, 0, width, height, new Rectangle(0, 0, width, height)), views);
    }
    return views;
  }

  private void add(View view, List<View> views) {
    views.add(view);
    flips.forEach(flip -> views.add(view.mirrored(flip)));
    scales.forEach(scale -> views.add(view.scaled(scale)));
  }

  private int side(int length) {
    return tileSize == 0 ? length : Math.min(length, tileSize);
  }

  /**
   * A tile along one side of the picture.
   *
   * @param start its first pixel
   * @param from first pixel that is nearer to its middle than to the one before's
   * @param to first pixel that is not nearer to its middle than to the next one's
   */
  private record Part(int start, int from, int to) {}

  /** The tiles along one side, evenly spread, the last one ending with it. */
  private List<Part> parts(int length) {
    int side = side(length);
    int last = length - side;
    int steps = last == 0 ? 0 : (int) Math.ceil(last / (side * (1 - overlap)));
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= steps; i++) {
      int start = start(i, steps, last);
      int to = i == steps ? length : (start + side + start(i + 1, steps, last)) / 2;
      parts.add(new Part(start, from, to));
      from = to;
    }
    return parts;
  }

  private static int start(int tile, int steps, int last) {
    return steps == 0 ? 0 : (int) Math.rint((double) last * tile / steps);
  }
}
