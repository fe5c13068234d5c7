package dev.relabel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabelStructTest {
  static Stream<Geometry> shapes() {
    return Stream.of(
        new Rectangle(1, 2, 3.5, 4.5),
        new Ellipse(new Rectangle(1, 2, 3, 4)),
        new OrientedRectangle(10, 20, 5, 3, 0.5),
        new Polygon(
            List.of(new Point(0, 0), new Point(9, 0), new Point(0, 9)),
            List.of(List.of(new Point(1, 1), new Point(2, 1), new Point(1, 2)))),
        new Polyline(List.of(new Point(0, 0), new Point(3, 4))),
        new Point(5, 6),
        Mask.ofRuns(3, 4, 2, 2, 1, 2, 1),
        new Keypoints(List.of(new Keypoints.Node("nose", new Point(1, 2), true))),
        WholeImage.INSTANCE);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeComesBackAsItWas(Geometry shape) {
    Label label = Label.predicted("car", shape, 0.5).withTrack(1L << 60);

    Row row = LabelStruct.write(label, 2);

    assertThat(row.getInt(LabelStruct.SCHEMA.fieldIndex("class_index"))).isEqualTo(2);
    assertThat(LabelStruct.read(row)).isEqualTo(label);
  }

  @Test
  void anotherTrackChangesNothingElse() {
    Row row = LabelStruct.write(Label.predicted("car", new Point(1, 1), 0.5), null);

    Row tracked = LabelStruct.withTrack(row, OptionalLong.of(7));

    assertThat(LabelStruct.read(tracked)).isEqualTo(LabelStruct.read(row).withTrack(7));
    assertThat(LabelStruct.withTrack(tracked, OptionalLong.empty())).isEqualTo(row);
  }

  @Test
  void aStructWithoutAKindIsNoLabel() {
    Row row = RowFactory.create("car", null, null, null, null, null, null, null, null, null, null);

    assertThatThrownBy(() -> LabelStruct.read(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A struct is no label: 'kind' is missing or null; it is a text");
  }

  @Test
  void halfAPairOfCoordinatesIsNoPoint() {
    Row row =
        RowFactory.create(
            "car",
            null,
            null,
            "point",
            null,
            null,
            null,
            new Double[] {1.0, 2.0, 3.0},
            null,
            null,
            null);

    assertThatThrownBy(() -> LabelStruct.read(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("Coordinates are x and y in turn; 3 numbers are no such pairs");
  }

  @Test
  void runsAreWholeNumbers() {
    Row mask = RowFactory.create(0, 0, 2, 1, new Double[] {0.5, 1.5});
    Row row =
        RowFactory.create("car", null, null, "mask", null, null, null, null, mask, null, null);

    assertThatThrownBy(() -> LabelStruct.read(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("'runs' holds whole numbers, not 0.5");
  }

  @Test
  void anUnknownKindIsToldWithThoseThatAre() {
    Row row =
        RowFactory.create("car", null, null, "cube", null, null, null, null, null, null, null);

    assertThatThrownBy(() -> LabelStruct.read(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'kind' is one of rectangle, oriented_rectangle, ")
        .hasMessageEndingWith("not 'cube'");
  }
}
