package dev.relabel.annotation;

import java.util.List;
import java.util.Objects;

/**
 * Named points of one object, such as the joints of a person.
 *
 * @param nodes the points, each name at most once, at least one
 */
public record Keypoints(List<Node> nodes) implements Geometry {
  public Keypoints {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("Keypoints need at least one node");
    }
    if (nodes.stream().map(Node::name).distinct().count() != nodes.size()) {
      throw new IllegalArgumentException("Keypoints name a node twice: " + nodes);
    }
  }

  /**
   * One named point.
   *
   * @param name the node's name in the class's template
   * @param at where it is
   * @param visible whether it is seen; an invisible one is where it is believed to be
   */
  public record Node(String name, Point at, boolean visible) {
    public Node {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(at, "at");
    }
  }

  @Override
  public GeometryKind kind() {
    return GeometryKind.KEYPOINTS;
  }

  @Override
  public Rectangle bounds() {
    return Polyline.boundsOf(nodes.stream().map(Node::at).toList());
  }

  @Override
  public double area() {
    return 0;
  }
}
