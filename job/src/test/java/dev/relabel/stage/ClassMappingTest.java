package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Rectangle;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassMappingTest {
  private static final LabelClass BOX = new LabelClass("car", Shape.RECTANGLE);
  private static final LabelClass TURNED = new LabelClass("car", Shape.ORIENTED_RECTANGLE);

  private final ClassMapping mapping =
      ClassMapping.empty()
          .with(List.of(BOX, TURNED), List.of(BOX, new LabelClass("car_nn", Shape.ANY)));

  @Test
  void oneNameInTwoShapesIsTwoClasses() {
    Label box = Label.predicted("car", new Rectangle(0, 0, 1, 1), 0.5);
    Label turned = Label.predicted("car", new OrientedRectangle(5, 5, 2, 2, 1), 0.5);

    assertThat(mapping.renamed(List.of(box, turned)))
        .containsExactly(box, turned.withClassName("car_nn"));
  }

  @Test
  void onlyWhatIsNotSettledIsMissing() {
    LabelClass bus = new LabelClass("bus", Shape.RECTANGLE);

    assertThat(mapping.missing(List.of(BOX, bus, TURNED))).containsExactly(bus);
    assertThat(ClassMapping.of(mapping.stored()).missing(List.of(BOX, TURNED))).isEmpty();
  }

  @Test
  void aClassThatWasNeverSettledIsAFault() {
    Label bus = Label.predicted("bus", new Rectangle(0, 0, 1, 1), 0.5);

    assertThatThrownBy(() -> mapping.renamed(List.of(bus)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Class bus was not settled");
  }
}
