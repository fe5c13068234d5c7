package dev.relabel.platform.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Images or videos in the order of their IDs, compactly: one reference each.
 *
 * <p>Safe for use by several threads, which may add them in another order than that in which their
 * IDs were given.
 */
final class EntityTable<E extends LocalEntity> {
  private final ArrayList<E> entities = new ArrayList<>();
  private boolean isSorted = true;

  synchronized void add(E entity) {
    isSorted &= entities.isEmpty() || entities.get(entities.size() - 1).id() < entity.id();
    entities.add(entity);
  }

  /**
   * Only now and then is there anything to do, and then it is a pass over what is nearly sorted.
   */
  private void sort() {
    if (!isSorted) {
      entities.sort(Comparator.comparingLong(LocalEntity::id));
      isSorted = true;
    }
  }

  synchronized void remove(Set<Long> ids) {
    entities.removeIf(entity -> ids.contains(entity.id()));
    entities.trimToSize();
  }

  synchronized Optional<E> find(long id) {
    sort();
    int low = 0;
    int high = entities.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      E candidate = entities.get(middle);
      if (candidate.id() == id) {
        return Optional.of(candidate);
      }
      if (candidate.id() < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  synchronized int size() {
    return entities.size();
  }

  /** All of them, as they are now. */
  synchronized List<E> snapshot() {
    sort();
    return List.copyOf(entities);
  }
}
