package dev.relabel.annotation;

import dev.relabel.annotation.Edges.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pixels whose centres a polygon covers, found line by line through the pixel centres. */
final class PolygonSpans implements Spans {
  private final List<Edge> edges;
  private final Edges.Walk walk;
  private final List<Edge> active = new ArrayList<>();
  private int nextEdge;
  private int row;
  private int crossed;
  private int from;
  private int to;

  PolygonSpans(Polygon polygon) {
    Edges all = new Edges(0, 0, polygon);
    this.edges = all.list();
    this.walk = all.walk();
  }

  @Override
  public boolean next() {
    while (true) {
      while (crossed < active.size()) {
        double y = row + 0.5;
        int before = Spans.firstCentreFrom(active.get(crossed).xAt(y));
        walk.cross(active.get(crossed++).ring());
        if (walk.insideAll() && crossed < active.size()) {
          from = before;
          to = Spans.firstCentreFrom(active.get(crossed).xAt(y));
          if (from < to) {
            return true;
          }
        }
      }
      if (!nextRow()) {
        return false;
      }
    }
  }

  private boolean nextRow() {
    if (active.isEmpty()) {
      if (nextEdge == edges.size()) {
        return false;
      }
      row = Spans.firstCentreFrom(edges.get(nextEdge).y0());
    } else {
      row++;
    }
    double y = row + 0.5;
    active.removeIf(edge -> edge.y1() <= y);
    while (nextEdge < edges.size() && edges.get(nextEdge).y0() <= y) {
      Edge edge = edges.get(nextEdge++);
      if (edge.y1() > y) {
        active.add(edge);
      }
    }
    active.sort(Comparator.comparingDouble(edge -> edge.xAt(y)));
    crossed = 0;
    return true;
  }

  @Override
  public int row() {
    return row;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }
}
