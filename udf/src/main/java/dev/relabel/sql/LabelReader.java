package dev.relabel.sql;

import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Tag;
import dev.relabel.annotation.WholeImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;

/** Reads labels and shapes out of structs that have the fields of {@link LabelStruct}. */
final class LabelReader {
  private final Fields label;

  LabelReader(Row struct) {
    this.label = Fields.of(struct, LabelStruct.SCHEMA);
  }

  /**
   * The label.
   *
   * @throws IllegalArgumentException if the struct holds none
   */
  Label label(List<Tag> tags, Origin origin) {
    try {
      return new Label(
          label.text("class"),
          geometry(),
          label.has("score") ? OptionalDouble.of(label.number("score")) : OptionalDouble.empty(),
          tags,
          origin,
          label.has("track_id") ? OptionalLong.of(label.id("track_id")) : OptionalLong.empty());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("A struct is no label: " + wrong.getMessage(), wrong);
    }
  }

  /** A shape: that of a label, or a plain box of x1, y1, x2, y2. */
  static Geometry shape(Row struct) {
    LabelReader reader = new LabelReader(struct);
    try {
      return reader.label.has("x1") ? box(reader.label) : reader.geometry();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "A struct is neither a label nor a box of x1, y1, x2, y2: " + wrong.getMessage(), wrong);
    }
  }

  private static Rectangle box(Fields box) {
    return new Rectangle(box.number("x1"), box.number("y1"), box.number("x2"), box.number("y2"));
  }

  private Rectangle box() {
    return box(label.struct("box", usual("box")));
  }

  private Geometry geometry() {
    String kind = label.text("kind");
    return switch (kind) {
      case "rectangle" -> box();
      case "ellipse" -> new Ellipse(box());
      case "oriented_rectangle" -> {
        Fields turned = label.struct("oriented_box", usual("oriented_box"));
        yield new OrientedRectangle(
            turned.number("cx"),
            turned.number("cy"),
            turned.number("width"),
            turned.number("height"),
            turned.number("angle"));
      }
      case "polygon" -> polygon(label.struct("polygon", usual("polygon")));
      case "polyline" -> new Polyline(points(label.numbers("points")));
      case "point" -> {
        List<Point> points = points(label.numbers("points"));
        if (points.size() != 1) {
          throw new IllegalArgumentException("'points' of a point holds x and y");
        }
        yield points.get(0);
      }
      case "mask" -> mask(label.struct("mask", usual("mask")));
      case "keypoints" ->
          new Keypoints(label.list("keypoints", node -> node(struct("keypoints", node))));
      case "image" -> WholeImage.INSTANCE;
      default ->
          throw new IllegalArgumentException(
              "'kind' is one of %s, not '%s'"
                  .formatted(
                      Arrays.stream(GeometryKind.values())
                          .map(GeometryKind::tableName)
                          .collect(Collectors.joining(", ")),
                      kind));
    };
  }

  private static Polygon polygon(Fields polygon) {
    StructType hole =
        (StructType) ((ArrayType) usual("polygon").apply("holes").dataType()).elementType();
    List<List<Point>> holes =
        polygon.has("holes")
            ? polygon.list("holes", each -> points(Fields.of(row(each), hole).numbers("points")))
            : List.of();
    return new Polygon(points(polygon.numbers("exterior")), holes);
  }

  private static Mask mask(Fields mask) {
    int[] runs = Arrays.stream(mask.numbers("runs")).mapToInt(LabelReader::run).toArray();
    return Mask.ofRuns(
        mask.whole("left"), mask.whole("top"), mask.whole("width"), mask.whole("height"), runs);
  }

  private static int run(double length) {
    if (length != (int) length) {
      throw new IllegalArgumentException("'runs' holds whole numbers, not " + length);
    }
    return (int) length;
  }

  private static Keypoints.Node node(Fields node) {
    return new Keypoints.Node(
        node.text("name"), new Point(node.number("x"), node.number("y")), node.yes("visible"));
  }

  private static Fields struct(String list, Object element) {
    ArrayType type = (ArrayType) LabelStruct.SCHEMA.apply(list).dataType();
    return Fields.of(row(element), (StructType) type.elementType());
  }

  private static Row row(Object element) {
    if (element instanceof Row row) {
      return row;
    }
    throw new IllegalArgumentException(
        "a struct is needed, not a " + element.getClass().getSimpleName());
  }

  private static StructType usual(String field) {
    return (StructType) LabelStruct.SCHEMA.apply(field).dataType();
  }

  private static List<Point> points(double[] flat) {
    if (flat.length % 2 != 0) {
      throw new IllegalArgumentException(
          "Coordinates are x and y in turn; %s numbers are no such pairs".formatted(flat.length));
    }
    List<Point> points = new ArrayList<>(flat.length / 2);
    for (int i = 0; i < flat.length; i += 2) {
      points.add(new Point(flat[i], flat[i + 1]));
    }
    return points;
  }
}
