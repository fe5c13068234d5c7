package dev.relabel.testing;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import java.util.List;

/**
 * A model that finds the same labels on every picture.
 *
 * @param classes its classes
 * @param labels what it finds
 */
public record FixedLabels(List<LabelClass> classes, List<Label> labels) implements Model {
  @Override
  public ModelCard card() {
    return new ModelCard("fixed", "0".repeat(64), classes);
  }

  @Override
  public int preferredBatchSize() {
    return 1;
  }

  @Override
  public boolean infersOnCaller() {
    return false;
  }

  @Override
  public PreparedImage prepare(Picture picture) {
    return () -> {};
  }

  @Override
  public InferredBatch infer(List<PreparedImage> batch) {
    return new InferredBatch() {
      @Override
      public List<Label> labels(int index) {
        return labels;
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
