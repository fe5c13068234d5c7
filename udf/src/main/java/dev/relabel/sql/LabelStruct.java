package dev.relabel.sql;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.annotation.Geometry;
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
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A predicted label as a struct: what an element of the column {@code labels} is, in the tables of
 * runs and in SQL.
 *
 * <p>{@code box} is always set: the bounds of the shape. Of the other geometry fields the one of
 * the label's {@code kind} is set; a rectangle needs none. All coordinates are pixels of the
 * upright image, origin top left; {@code x2} and {@code y2} are the first column and row no longer
 * covered.
 *
 * <table>
 * <caption>The fields</caption>
 * <tr><th>field</th><th>what it is</th></tr>
 * <tr><td>class</td><td>name of the class</td></tr>
 * <tr><td>class_index</td><td>its index in the model, from 0; null where the model does not number
 * its classes</td></tr>
 * <tr><td>score</td><td>0–1; null if nothing is known</td></tr>
 * <tr><td>kind</td><td>rectangle, oriented_rectangle, ellipse, polygon, polyline, point, mask,
 * keypoints or image</td></tr>
 * <tr><td>box</td><td>x1, y1, x2, y2</td></tr>
 * <tr><td>oriented_box</td><td>cx, cy, width, height, angle in radians, clockwise</td></tr>
 * <tr><td>polygon</td><td>exterior, x and y in turn, and holes</td></tr>
 * <tr><td>points</td><td>of a polyline or point: x and y in turn</td></tr>
 * <tr><td>mask</td><td>left, top, width, height and runs: clear and set pixels in turn, row by
 * row, beginning with clear</td></tr>
 * <tr><td>keypoints</td><td>name, x, y, visible of each</td></tr>
 * <tr><td>track_id</td><td>number of the object in its video; null if there is none</td></tr>
 * </table>
 */
public final class LabelStruct {
  private static final StructType BOX =
      new StructType()
          .add("x1", DoubleType)
          .add("y1", DoubleType)
          .add("x2", DoubleType)
          .add("y2", DoubleType);
  private static final StructType ORIENTED =
      new StructType()
          .add("cx", DoubleType)
          .add("cy", DoubleType)
          .add("width", DoubleType)
          .add("height", DoubleType)
          .add("angle", DoubleType);
  private static final ArrayType COORDINATES = DataTypes.createArrayType(DoubleType, false);
  // Holes are structs because Row gives out nested arrays as Scala collections only.
  private static final StructType HOLE = new StructType().add("points", COORDINATES);
  private static final StructType POLYGON =
      new StructType()
          .add("exterior", COORDINATES)
          .add("holes", DataTypes.createArrayType(HOLE, false));
  private static final StructType MASK =
      new StructType()
          .add("left", IntegerType)
          .add("top", IntegerType)
          .add("width", IntegerType)
          .add("height", IntegerType)
          .add("runs", DataTypes.createArrayType(IntegerType, false));
  private static final StructType NODE =
      new StructType()
          .add("name", StringType)
          .add("x", DoubleType)
          .add("y", DoubleType)
          .add("visible", BooleanType);

  /** The fields, in their order. */
  public static final StructType SCHEMA =
      new StructType()
          .add("class", StringType)
          .add("class_index", IntegerType)
          .add("score", DoubleType)
          .add("kind", StringType)
          .add("box", BOX)
          .add("oriented_box", ORIENTED)
          .add("polygon", POLYGON)
          .add("points", COORDINATES)
          .add("mask", MASK)
          .add("keypoints", DataTypes.createArrayType(NODE, false))
          .add("track_id", LongType);

  /** The type of a column {@code labels}. */
  public static final ArrayType LIST = DataTypes.createArrayType(SCHEMA, false);

  private static final int TRACK = SCHEMA.fieldIndex("track_id");

  private LabelStruct() {}

  /**
   * A label as a row of {@link #SCHEMA}.
   *
   * @param classIndex null where the model does not number its classes
   */
  public static Row write(Label label, @Nullable Integer classIndex) {
    return RowFactory.create(values(label, classIndex));
  }

  /** The values of a label, one for each field, for structs that begin with these fields. */
  public static @Nullable Object[] values(Label label, @Nullable Integer classIndex) {
    Geometry shape = label.geometry();
    Rectangle box = shape.bounds();
    return new @Nullable Object[] {
      label.className(),
      classIndex,
      label.score().isPresent() ? (Double) label.score().getAsDouble() : null,
      shape.kind().tableName(),
      RowFactory.create(box.left(), box.top(), box.right(), box.bottom()),
      shape instanceof OrientedRectangle turned
          ? RowFactory.create(
              turned.centerX(), turned.centerY(), turned.width(), turned.height(), turned.angle())
          : null,
      shape instanceof Polygon polygon
          ? RowFactory.create(
              coordinates(polygon.exterior()),
              polygon.holes().stream()
                  .map(hole -> RowFactory.create((Object) coordinates(hole)))
                  .toArray(Row[]::new))
          : null,
      shape instanceof Polyline line
          ? coordinates(line.points())
          : shape instanceof Point point ? coordinates(List.of(point)) : null,
      shape instanceof Mask mask
          ? RowFactory.create(
              mask.left(),
              mask.top(),
              mask.width(),
              mask.height(),
              Arrays.stream(mask.runs()).boxed().toArray(Integer[]::new))
          : null,
      shape instanceof Keypoints keypoints
          ? keypoints.nodes().stream()
              .map(
                  node ->
                      RowFactory.create(node.name(), node.at().x(), node.at().y(), node.visible()))
              .toArray(Row[]::new)
          : null,
      label.track().isPresent() ? (Long) label.track().getAsLong() : null
    };
  }

  /** The same label with another track. */
  public static Row withTrack(Row label, OptionalLong track) {
    @Nullable Object[] values = new Object[label.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = label.get(i);
    }
    values[TRACK] = track.isPresent() ? (Long) track.getAsLong() : null;
    return RowFactory.create(values);
  }

  /**
   * The label in a struct. Fields are found by name and may be missing where the label needs none;
   * numbers may be of any type.
   *
   * @throws IllegalArgumentException if it holds no label, saying why
   */
  public static Label read(Row struct) {
    return read(struct, List.of(), Origin.MACHINE);
  }

  /**
   * The label in a struct, with what other fields say of it.
   *
   * @throws IllegalArgumentException if it holds no label, saying why
   */
  public static Label read(Row struct, List<Tag> tags, Origin origin) {
    return new LabelReader(struct).label(tags, origin);
  }

  private static Double[] coordinates(List<Point> points) {
    Double[] flat = new Double[2 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      flat[2 * i] = points.get(i).x();
      flat[2 * i + 1] = points.get(i).y();
    }
    return flat;
  }
}
