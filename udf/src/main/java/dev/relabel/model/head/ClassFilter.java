package dev.relabel.model.head;

import dev.relabel.model.ModelException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** Class names by index, and which of them are wanted. */
final class ClassFilter {
  private final SortedMap<Integer, String> names;
  private final Set<String> wanted;

  /**
   * @param names by index
   * @param wanted names to keep; empty keeps all
   */
  ClassFilter(SortedMap<Integer, String> names, List<String> wanted) {
    this.names = names;
    this.wanted = new HashSet<>(wanted);
  }

  /**
   * Whether labels of this class are wanted.
   *
   * @throws ModelException if the index has no name: labels under a wrong name would be worse
   */
  boolean keeps(int index) {
    String name = name(index);
    return wanted.isEmpty() || wanted.contains(name);
  }

  String name(int index) {
    String name = names.get(index);
    if (name == null) {
      throw new ModelException(
          ("The model found class index %s, but its names only cover %s–%s (%s names). Give the"
                  + " right ones with --settings '{\"labels\": […]}', or the right head.")
              .formatted(index, names.firstKey(), names.lastKey(), names.size()));
    }
    return name;
  }
}
