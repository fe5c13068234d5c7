package dev.relabel.model.views;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds a box around the pixels of each red value but 0, and knows no more than what it is shown.
 * Larger ones score better.
 */
final class ColourModel implements Model {
  final List<Integer> callSizes = new ArrayList<>();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger mostOpen = new AtomicInteger();
  private final int batchSize;

  ColourModel(int batchSize) {
    this.batchSize = batchSize;
  }

  @Override
  public ModelCard card() {
    return new ModelCard("colours", "0", List.of());
  }

  @Override
  public int preferredBatchSize() {
    return batchSize;
  }

  @Override
  public boolean infersOnCaller() {
    return true;
  }

  @Override
  public PreparedImage prepare(Picture picture) {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    return new Prepared(boxes(picture.width(), picture.toRgb()));
  }

  private final class Prepared implements PreparedImage {
    private final List<Label> labels;

    Prepared(List<Label> labels) {
      this.labels = labels;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private static List<Label> boxes(int width, byte[] rgb) {
    TreeMap<Integer, int[]> bounds = new TreeMap<>();
    for (int i = 0; i < rgb.length / 3; i++) {
      int x = i % width;
      int y = i / width;
      int[] box = bounds.computeIfAbsent(rgb[3 * i] & 0xFF, red -> new int[] {x, y, x + 1, y + 1});
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x + 1);
      box[3] = Math.max(box[3], y + 1);
    }
    bounds.remove(0);
    return bounds.values().stream()
        .map(b -> new Rectangle(b[0], b[1], b[2], b[3]))
        .map(box -> Label.predicted("thing", box, 0.5 + Math.min(0.5, box.area() / 1e6)))
        .toList();
  }

  @Override
  public InferredBatch infer(List<PreparedImage> batch) {
    callSizes.add(batch.size());
    return new InferredBatch() {
      @Override
      public List<Label> labels(int index) {
        return ((Prepared) batch.get(index)).labels;
      }

      @Override
      public long deviceNanos() {
        return 1;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}
}
