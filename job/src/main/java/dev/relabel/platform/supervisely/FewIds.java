package dev.relabel.platform.supervisely;

import java.util.List;
import java.util.stream.Collectors;

/** Many IDs in few words, for messages. */
final class FewIds {
  private static final int NAMED = 3;

  private FewIds() {}

  static String of(List<?> ids) {
    String named =
        ids.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
    return ids.size() <= NAMED ? named : "%s and %s more".formatted(named, ids.size() - NAMED);
  }
}
