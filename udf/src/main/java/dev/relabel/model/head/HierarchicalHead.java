package dev.relabel.model.head;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.Placement;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Logits of classes that stand in groups and below each other. Of a group of classes that exclude
 * each other the likeliest one counts (softmax), of any other class whether it is likely enough
 * (sigmoid); a class counts only with all classes above it. As Model API's greedy resolver has it
 * (models/classification.py).
 *
 * @param groups indices of classes that exclude each other
 * @param parents the class above a class, by index
 * @param least lowest scores of labels, by index of the class
 * @param most most labels
 * @param classes names, and which are wanted
 */
record HierarchicalHead(
    List<List<Integer>> groups,
    Map<Integer, Integer> parents,
    SortedMap<Integer, Double> least,
    int most,
    ClassFilter classes)
    implements Head {
  /** A class of its own is there when that is likelier than not. */
  private static final double LEAST_OF_ITS_OWN = 0.5;

  /**
   * The head.
   *
   * @throws ModelException if groups or parents name what is no class, or a class is above itself
   */
  static HierarchicalHead of(ModelSettings settings, double confidence, ClassFilter classes) {
    Map<String, Integer> indices = new HashMap<>();
    SortedMap<Integer, Double> least = new TreeMap<>();
    for (Map.Entry<Integer, String> label : settings.labels().orElseThrow().entrySet()) {
      if (indices.put(label.getValue(), label.getKey()) != null) {
        throw new ModelException("labels: two classes are called '%s'".formatted(label.getValue()));
      }
      double ofAll = settings.confidence().orElse(confidence);
      least.put(label.getKey(), settings.classConfidence().getOrDefault(label.getValue(), ofAll));
    }
    List<List<Integer>> groups = new ArrayList<>();
    for (List<String> group : settings.groups()) {
      groups.add(group.stream().map(name -> index("groups", name, indices)).toList());
    }
    Map<Integer, Integer> parents = new HashMap<>();
    settings
        .parents()
        .forEach(
            (below, above) ->
                parents.put(index("parents", below, indices), index("parents", above, indices)));
    for (Integer each : parents.keySet()) {
      Integer above = each;
      for (int steps = 0; above != null; steps++) {
        if (steps > parents.size()) {
          throw new ModelException(
              "parents: '%s' stands above itself".formatted(classes.name(each)));
        }
        above = parents.get(above);
      }
    }
    return new HierarchicalHead(
        groups, parents, least, settings.maxDetections().orElseThrow(), classes);
  }

  private static int index(String setting, String name, Map<String, Integer> indices) {
    Integer index = indices.get(name);
    if (index == null) {
      throw new ModelException(
          "%s: the model has no class '%s'. It has: %s."
              .formatted(
                  setting, name, String.join(", ", indices.keySet().stream().sorted().toList())));
    }
    return index;
  }

  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    OutputSlice logits = outputs.get(0);
    logits.require(0, least.lastKey() + 1);
    SortedMap<Integer, Float> found = new TreeMap<>();
    int count = least.lastKey() + 1;
    boolean[] isGrouped = new boolean[count];
    for (List<Integer> group : groups) {
      likeliest(group, logits, found);
      group.forEach(index -> isGrouped[index] = true);
    }
    for (int c : least.keySet()) {
      float score = Scores.sigmoid(logits.at(c));
      if (!isGrouped[c] && score > LEAST_OF_ITS_OWN) {
        found.put(c, score);
      }
    }
    found
        .entrySet()
        .removeIf(
            each -> !(each.getValue() >= least.getOrDefault(each.getKey(), 1.0))); // NaN goes too
    return found.keySet().stream()
        .filter(c -> isBelow(c, found))
        .filter(classes::keeps)
        .sorted(Comparator.comparingDouble(c -> -score(c, found))) // stable: then by index
        .limit(most)
        .map(c -> Label.predicted(classes.name(c), WholeImage.INSTANCE, score(c, found)))
        .toList();
  }

  private static void likeliest(
      List<Integer> group, OutputSlice logits, SortedMap<Integer, Float> found) {
    float[] scores = new float[group.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = logits.at(group.get(i));
    }
    Scores.softmax(scores);
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    found.put(group.get(best), scores[best]);
  }

  /** Whether all classes above a class were found too. */
  private boolean isBelow(int index, SortedMap<Integer, Float> found) {
    for (Integer above = parents.get(index); above != null; above = parents.get(above)) {
      if (!found.containsKey(above)) {
        return false;
      }
    }
    return true;
  }

  private static float score(int index, SortedMap<Integer, Float> found) {
    return Math.min(1, found.getOrDefault(index, 0f));
  }
}
