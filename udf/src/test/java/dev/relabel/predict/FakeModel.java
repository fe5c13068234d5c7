package dev.relabel.predict;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.model.RunFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Finds one box on every picture, as wide as it is; can be told to fail on pictures by width. */
final class FakeModel implements Model {
  final List<Integer> batchSizes = new ArrayList<>();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger mostOpen = new AtomicInteger();
  IntPredicate failsOnWidth = width -> false;
  boolean infersOnCaller;

  @Override
  public ModelCard card() {
    return new ModelCard("fake", "0", List.of());
  }

  @Override
  public int preferredBatchSize() {
    return 1;
  }

  @Override
  public boolean infersOnCaller() {
    return infersOnCaller;
  }

  @Override
  public PreparedImage prepare(Picture picture) {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    return new Prepared(picture.width(), picture.height());
  }

  private final class Prepared implements PreparedImage {
    final int width;
    final int height;

    Prepared(int width, int height) {
      this.width = width;
      this.height = height;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  @Override
  public synchronized InferredBatch infer(List<PreparedImage> batch) {
    List<Prepared> images = batch.stream().map(Prepared.class::cast).toList();
    batchSizes.add(images.size());
    for (Prepared image : images) {
      if (failsOnWidth.test(image.width)) {
        throw new RunFailedException("The fake fails on width " + image.width, null);
      }
    }
    return new InferredBatch() {
      @Override
      public List<Label> labels(int index) {
        Prepared image = images.get(index);
        return List.of(
            Label.predicted("thing", new Rectangle(0, 0, image.width, image.height / 2.0), 0.5));
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
