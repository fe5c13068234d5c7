package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows go through a Parquet file, as in a run. */
class LabelRowsTest {
  private static @Nullable SparkSession open;

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void startSpark() {
    open =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
  }

  private static SparkSession spark() {
    return Objects.requireNonNull(open);
  }

  @AfterAll
  static void stopSpark() {
    spark().stop();
  }

  @Test
  void everyGeometryComesBackAsItWas() {
    List<Geometry> shapes = shapes();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      rows.add(
          RowFactory.create(i, LabelRows.write(Label.predicted("c" + i, shapes.get(i), 0.25), i)));
    }

    List<Row> back = throughParquet(rows, LabelRows.PREDICTED);

    assertThat(shapes.stream().map(Geometry::kind).distinct())
        .containsExactlyInAnyOrder(GeometryKind.values());
    for (int i = 0; i < shapes.size(); i++) {
      assertThat(LabelRows.readPredicted(back.get(i)))
          .isEqualTo(Label.predicted("c" + i, shapes.get(i), 0.25));
      assertThat(back.get(i).<Integer>getAs("class_index")).isEqualTo(i);
    }
  }

  @Test
  void aLabelOfThePlatformComesBackWithIdOriginAndTags() {
    PlatformLabel drawn =
        new PlatformLabel(
            Optional.of(new FigureId(42)),
            new Label(
                "sign",
                new Rectangle(1, 2, 3, 4),
                OptionalDouble.empty(),
                List.of(new Tag("note", "x"), new Tag("count", 3.0), Tag.of("flag")),
                Origin.CORRECTED));
    PlatformLabel bare =
        new PlatformLabel(Optional.empty(), Label.predicted("sign", new Rectangle(0, 0, 1, 1), 1));

    List<Row> back =
        throughParquet(
            List.of(
                RowFactory.create(0, LabelRows.write(drawn)),
                RowFactory.create(1, LabelRows.write(bare))),
            LabelRows.ON_PLATFORM);

    assertThat(back.stream().map(LabelRows::readOnPlatform)).containsExactly(drawn, bare);
  }

  private List<Row> throughParquet(List<Row> rows, StructType label) {
    String path = folder.resolve("rows").toString();
    spark()
        .createDataFrame(rows, new StructType().add("n", "int").add("label", label))
        .write()
        .parquet(path);
    return spark().read().parquet(path).sort("n").select("label.*").collectAsList();
  }

  private static List<Geometry> shapes() {
    Polygon square = Polygon.of(0, 0, 10, 0, 10, 10, 0, 10);
    Polygon hole = Polygon.of(2, 2, 4, 2, 4, 4);
    return List.of(
        new Rectangle(0.5, 1, 7.25, 9),
        new OrientedRectangle(5, 6, 4, 2, 0.3),
        new Ellipse(new Rectangle(1, 1, 5, 3)),
        square,
        new Polygon(square.exterior(), List.of(hole.exterior(), hole.exterior())),
        new Polyline(List.of(new Point(1, 2), new Point(3, 4), new Point(0, 0))),
        new Point(3.5, 4.5),
        Mask.ofRuns(3, 4, 3, 2, 0, 2, 1, 3),
        new Keypoints(
            List.of(
                new Keypoints.Node("nose", new Point(1, 1), true),
                new Keypoints.Node("eye", new Point(2, 1), false))),
        WholeImage.INSTANCE);
  }
}
