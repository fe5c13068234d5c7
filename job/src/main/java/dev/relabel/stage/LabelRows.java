package dev.relabel.stage;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.annotation.Ellipse;
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
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Labels as rows. {@code box} is always set: the bounds of the shape. Of the other geometry columns
 * the one of the label's {@code kind} is set; a rectangle needs none.
 */
final class LabelRows {
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
  private static final StructType TAG =
      new StructType().add("name", StringType).add("number", DoubleType).add("text", StringType);

  /** The struct of a predicted label: the lake schema's {@code labels} element. */
  static final StructType PREDICTED = predicted();

  /** The struct of a label on a platform. */
  static final StructType ON_PLATFORM =
      predicted()
          .add("origin", StringType)
          .add("tags", DataTypes.createArrayType(TAG, false))
          .add("figure_id", StringType);

  private static final int PREDICTED_FIELDS = PREDICTED.size();

  private LabelRows() {}

  private static StructType predicted() {
    return new StructType()
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
  }

  static DataType listOf(StructType element) {
    return DataTypes.createArrayType(element, false);
  }

  /** A predicted label; the index is null where the model does not number its classes. */
  static Row write(Label label, @Nullable Integer classIndex) {
    return RowFactory.create(predictedValues(label, classIndex));
  }

  static Row write(PlatformLabel platformLabel) {
    Label label = platformLabel.label();
    Object[] values = Arrays.copyOf(predictedValues(label, null), PREDICTED_FIELDS + 3);
    values[PREDICTED_FIELDS] = label.origin().name().toLowerCase(Locale.ROOT);
    values[PREDICTED_FIELDS + 1] =
        label.tags().stream()
            .map(
                tag ->
                    RowFactory.create(
                        tag.name(),
                        tag.value() instanceof Double number ? number : null,
                        tag.value() instanceof String text ? text : null))
            .toArray(Row[]::new);
    values[PREDICTED_FIELDS + 2] = platformLabel.id().map(FigureId::stored).orElse(null);
    return RowFactory.create(values);
  }

  private static @Nullable Object[] predictedValues(Label label, @Nullable Integer classIndex) {
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
  static Row withTrack(Row label, OptionalLong track) {
    @Nullable Object[] values = new Object[label.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = label.get(i);
    }
    values[PREDICTED_FIELDS - 1] = track.isPresent() ? (Long) track.getAsLong() : null;
    return RowFactory.create(values);
  }

  static Label readPredicted(Row row) {
    return label(row, List.of(), Origin.MACHINE);
  }

  static PlatformLabel readOnPlatform(Row row) {
    List<Tag> tags = new ArrayList<>();
    for (Row tag : row.<Row>getList(row.fieldIndex("tags"))) {
      tags.add(new Tag(tag.getString(0), tag.isNullAt(1) ? tag.get(2) : tag.get(1)));
    }
    Origin origin = Origin.valueOf(row.<String>getAs("origin").toUpperCase(Locale.ROOT));
    String id = row.getAs("figure_id");
    return new PlatformLabel(
        Optional.ofNullable(id).map(FigureId::ofStored), label(row, tags, origin));
  }

  private static Label label(Row row, List<Tag> tags, Origin origin) {
    Double score = row.getAs("score");
    Long track = row.getAs("track_id");
    return new Label(
        row.getAs("class"),
        geometry(row),
        score == null ? OptionalDouble.empty() : OptionalDouble.of(score),
        tags,
        origin,
        track == null ? OptionalLong.empty() : OptionalLong.of(track));
  }

  private static Geometry geometry(Row row) {
    String kind = row.getAs("kind");
    Row box = row.getAs("box");
    Rectangle bounds =
        new Rectangle(box.getDouble(0), box.getDouble(1), box.getDouble(2), box.getDouble(3));
    return switch (kind) {
      case "rectangle" -> bounds;
      case "ellipse" -> new Ellipse(bounds);
      case "oriented_rectangle" -> {
        Row turned = row.getAs("oriented_box");
        yield new OrientedRectangle(
            turned.getDouble(0),
            turned.getDouble(1),
            turned.getDouble(2),
            turned.getDouble(3),
            turned.getDouble(4));
      }
      case "polygon" -> {
        Row polygon = row.getAs("polygon");
        List<List<Point>> holes = new ArrayList<>();
        for (Row hole : polygon.<Row>getList(1)) {
          holes.add(points(hole.getList(0)));
        }
        yield new Polygon(points(polygon.getList(0)), holes);
      }
      case "polyline" -> new Polyline(points(row.getList(row.fieldIndex("points"))));
      case "point" -> points(row.getList(row.fieldIndex("points"))).get(0);
      case "mask" -> {
        Row mask = row.getAs("mask");
        int[] runs = mask.<Integer>getList(4).stream().mapToInt(Integer::intValue).toArray();
        yield Mask.ofRuns(mask.getInt(0), mask.getInt(1), mask.getInt(2), mask.getInt(3), runs);
      }
      case "keypoints" -> {
        List<Keypoints.Node> nodes = new ArrayList<>();
        for (Row node : row.<Row>getList(row.fieldIndex("keypoints"))) {
          nodes.add(
              new Keypoints.Node(
                  node.getString(0),
                  new Point(node.getDouble(1), node.getDouble(2)),
                  node.getBoolean(3)));
        }
        yield new Keypoints(nodes);
      }
      case "image" -> WholeImage.INSTANCE;
      default -> throw new IllegalStateException("A label of unknown kind: " + kind);
    };
  }

  private static Double[] coordinates(List<Point> points) {
    Double[] flat = new Double[2 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      flat[2 * i] = points.get(i).x();
      flat[2 * i + 1] = points.get(i).y();
    }
    return flat;
  }

  private static List<Point> points(List<Double> flat) {
    List<Point> points = new ArrayList<>(flat.size() / 2);
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      points.add(new Point(flat.get(i), flat.get(i + 1)));
    }
    return points;
  }
}
