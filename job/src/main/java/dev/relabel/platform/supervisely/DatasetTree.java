package dev.relabel.platform.supervisely;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.http.Caller;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A project's datasets as a list in which each stands after its parent. */
final class DatasetTree {
  // 500 per page; bounds what a server that never ends can make us hold.
  private static final int MOST_PAGES = 2000;

  private DatasetTree() {}

  /** All pages of a list of datasets, each dataset once, in the order of their IDs. */
  static List<DatasetInfo> fetch(Caller caller, ListDatasets first) {
    Map<Long, DatasetInfo> byId = new TreeMap<>();
    ListDatasets next = first;
    while (next.page() <= MOST_PAGES) {
      Page<DatasetInfo> page = caller.call(next);
      int before = byId.size();
      page.entities().forEach(each -> byId.put(each.id().number(), each));
      if (byId.size() == before || next.page() >= page.pagesCount()) {
        break;
      }
      next = new ListDatasets(next.project(), next.filter(), next.page() + 1);
    }
    return new ArrayList<>(byId.values());
  }

  /**
   * The datasets of a project, parents first, siblings by ID. One whose parent is missing or that
   * lies in a ring, as may happen while others move datasets, stands like one at the top.
   */
  static List<DatasetInfo> parentsFirst(ProjectId project, List<DatasetInfo> datasets) {
    Map<Long, List<DatasetInfo>> children = new TreeMap<>();
    Set<DatasetId> known = new HashSet<>();
    datasets.forEach(each -> known.add(each.id()));
    List<DatasetInfo> roots = new ArrayList<>();
    for (DatasetInfo each : datasets) {
      Optional<DatasetId> parent = each.parent().filter(known::contains);
      if (parent.isEmpty()) {
        roots.add(each);
      } else {
        children.computeIfAbsent(parent.get().number(), id -> new ArrayList<>()).add(each);
      }
    }
    // What no root reaches lies in a ring; visited last, each of them is a root for what is left.
    Comparator<DatasetInfo> byId = Comparator.comparingLong(each -> each.id().number());
    roots.sort(byId);
    datasets.stream().sorted(byId).forEach(roots::add);
    List<DatasetInfo> ordered = new ArrayList<>();
    Set<DatasetId> seen = new HashSet<>();
    Deque<DatasetInfo> open = new ArrayDeque<>();
    for (DatasetInfo root : roots) {
      open.push(root);
      while (!open.isEmpty()) {
        DatasetInfo each = open.pop();
        if (each.project().equals(project) && seen.add(each.id())) {
          ordered.add(each);
          List<DatasetInfo> below =
              new ArrayList<>(children.getOrDefault(each.id().number(), List.of()));
          below.sort(byId.reversed());
          below.forEach(open::push);
        }
      }
    }
    return ordered;
  }
}
