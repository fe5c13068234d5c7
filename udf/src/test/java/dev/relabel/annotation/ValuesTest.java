package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What values refuse and what they make alike. */
class ValuesTest {

  @Test
  void everyKindHasAClassShapeThatAcceptsIt() {
    for (GeometryKind kind : GeometryKind.values()) {
      assertThat(LabelClass.Shape.of(kind).accepts(kind)).isTrue();
      assertThat(LabelClass.Shape.ANY.accepts(kind)).isTrue();
      assertThat(LabelClass.Shape.OTHER.accepts(kind)).isFalse();
    }
    assertThat(LabelClass.Shape.RECTANGLE.accepts(GeometryKind.MASK)).isFalse();
  }

  @Test
  void onlyMachineLabelsAreNobodysWork() {
    assertThat(Origin.MACHINE.isPersonsWork()).isFalse();
    assertThat(Origin.CORRECTED.isPersonsWork()).isTrue();
    assertThat(Origin.PERSON.isPersonsWork()).isTrue();
  }

  @Test
  void numbersInTagsAreOfOneType() {
    assertThat(new Tag("lanes", 2)).isEqualTo(new Tag("lanes", 2.0));
    assertThat(new Tag("lanes", -0.0)).isEqualTo(new Tag("lanes", 0L));
    assertThatThrownBy(() -> new Tag("lanes", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Tag lanes has the value NaN, which no platform can hold");
    assertThatThrownBy(() -> new Tag("lanes", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only numbers and strings");
  }

  @Test
  void shapesThatAreNoShapesAreRefused() {
    assertThatThrownBy(() -> new Rectangle(0, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Rectangle is empty: left=0.0 top=0.0 right=0.0 bottom=1.0");
    assertThatThrownBy(() -> new OrientedRectangle(0, 0, 1, 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("angle=NaN");
    assertThatThrownBy(() -> Polygon.of(0, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A polygon's ring has at least 3 corners, not 2");
    assertThatThrownBy(() -> new Point(Double.POSITIVE_INFINITY, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void aScoreOutsideItsRangeIsRefused() {
    assertThatThrownBy(() -> Label.predicted("car", new Point(0, 0), 1.01))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A score lies in 0–1, not 1.01");
    assertThatThrownBy(() -> Label.predicted("car", new Point(0, 0), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A score lies in 0–1, not NaN");
  }
}
