package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.embedded.geti.GetiSettings.Rectangles;
import dev.relabel.platform.geti.format.ServerGrid;
import dev.relabel.platform.geti.format.ShapeJson;
import dev.relabel.platform.geti.format.TaskType;

/** How a project gives back the shapes that were written to it (fact sheet of Geti, 6). */
record StoredShape(GetiProject project, Rectangles habit) {
  /**
   * A shape as it is read back.
   *
   * @param shape one that passed the rules
   */
  ObjectNode of(JsonNode shape) {
    return of(ShapeJson.read(shape, ""));
  }

  /** See {@link #of(JsonNode)}. */
  ObjectNode of(Geometry shape) {
    boolean isTurned = project.firstTask().type() == TaskType.ROTATED_DETECTION;
    Geometry stored = isTurned && shape instanceof Rectangle box ? turned(box) : shape;
    if (stored instanceof OrientedRectangle box && !project.keepsRotation()) {
      return ShapeJson.write(ServerGrid.cornersAsRead(box));
    }
    return ShapeJson.write(ServerGrid.asRead(stored));
  }

  private OrientedRectangle turned(Rectangle box) {
    if (habit == Rectangles.KEPT) {
      return Conversions.toOrientedRectangle(box);
    }
    // Servers take half of (x + width) for the centre, which is right at the origin only.
    return new OrientedRectangle(
        (box.left() + box.width()) / 2,
        (box.top() + box.height()) / 2,
        box.width(),
        box.height(),
        0);
  }
}
