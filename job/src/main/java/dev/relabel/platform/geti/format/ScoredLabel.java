package dev.relabel.platform.geti.format;

/**
 * A label on an annotation.
 *
 * @param id the project's ID of the label
 * @param probability in 0–1; 1 where nothing else was said
 * @param source who put it there
 */
public record ScoredLabel(String id, double probability, LabelSource source) {
  public ScoredLabel {
    if (id.isBlank()) {
      throw new IllegalArgumentException("A label needs an ID");
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("A probability lies in 0–1, not " + probability);
    }
  }
}
