package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connected areas of a mask, found from its runs: neighbours in touching rows are united. */
final class MaskComponents {
  private int[] runs = new int[48];
  private int[] roots = new int[16];
  private int count;

  private MaskComponents() {}

  static List<Mask> of(Mask mask) {
    MaskComponents components = new MaskComponents();
    Spans spans = mask.spans();
    while (spans.next()) {
      components.add(spans.row(), spans.from(), spans.to());
    }
    components.unite();
    return components.masks();
  }

  private void add(int row, int from, int to) {
    if (3 * count == runs.length) {
      runs = Arrays.copyOf(runs, 2 * runs.length);
      roots = Arrays.copyOf(roots, 2 * roots.length);
    }
    runs[3 * count] = row;
    runs[3 * count + 1] = from;
    runs[3 * count + 2] = to;
    roots[count] = count++;
  }

  /** Walks two rows side by side, as both are sorted. */
  private void unite() {
    int above = 0;
    for (int i = 0; i < count; i++) {
      while (above < i
          && (row(above) < row(i) - 1 || (row(above) == row(i) - 1 && to(above) < from(i)))) {
        above++;
      }
      for (int j = above; j < i && row(j) == row(i) - 1 && from(j) <= to(i); j++) {
        int a = root(j);
        int b = root(i);
        roots[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }

  private int root(int run) {
    int root = run;
    while (roots[root] != root) {
      roots[root] = roots[roots[root]];
      root = roots[root];
    }
    return root;
  }

  private int row(int run) {
    return runs[3 * run];
  }

  private int from(int run) {
    return runs[3 * run + 1];
  }

  private int to(int run) {
    return runs[3 * run + 2];
  }

  private List<Mask> masks() {
    Map<Integer, MaskBuilder> builders = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      builders.computeIfAbsent(root(i), root -> new MaskBuilder()).add(row(i), from(i), to(i));
    }
    List<Mask> masks = new ArrayList<>();
    builders.values().forEach(builder -> masks.add(builder.build().orElseThrow()));
    return masks;
  }
}
