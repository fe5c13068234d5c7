package dev.relabel.platform.supervisely;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.MetaJson;
import dev.relabel.platform.format.TagMeta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaMergeTest {
  private static final LabelClass CAR = new LabelClass("car", Shape.RECTANGLE);

  private static MetaJson meta(LabelClass... classes) {
    MetaJson meta = MetaJson.empty().withTag("confidence", TagMeta.ANY_NUMBER);
    for (LabelClass each : classes) {
      meta = meta.withClass(each);
    }
    return meta;
  }

  @Test
  void usesAClassOfTheSameShapeOrOfAnyShape() {
    for (Shape shape : new Shape[] {Shape.RECTANGLE, Shape.ANY}) {
      LabelClass existing = new LabelClass("car", shape);
      SchemaMerge merge = SchemaMerge.of(meta(existing), List.of(CAR), "_nn");
      assertThat(merge.classes()).containsExactly(existing);
      assertThat(merge.isChange()).isFalse();
    }
  }

  @Test
  void addsWhatIsMissingAfterWhatIsThere() {
    LabelClass dog = new LabelClass("dog", Shape.MASK);
    SchemaMerge merge =
        SchemaMerge.of(meta(dog), List.of(new LabelClass(" car ", Shape.RECTANGLE), dog), "_nn");
    assertThat(merge.classes()).containsExactly(CAR, dog);
    assertThat(merge.meta().schema().classes()).containsExactly(dog, CAR);
    assertThat(merge.isChange()).isTrue();
  }

  @Test
  void avoidsAnotherShapeWithTheSuffix() {
    LabelClass mask = new LabelClass("car", Shape.MASK);
    LabelClass suffixed = new LabelClass("car_nn", Shape.RECTANGLE);
    assertThat(SchemaMerge.of(meta(mask), List.of(CAR), "_nn").classes()).containsExactly(suffixed);
    SchemaMerge again = SchemaMerge.of(meta(mask, suffixed), List.of(CAR), "_nn");
    assertThat(again.classes()).containsExactly(suffixed);
    assertThat(again.isChange()).isFalse();
  }

  @Test
  void separatesTwoShapesOfOneModel() {
    LabelClass mask = new LabelClass("car", Shape.MASK);
    assertThat(SchemaMerge.of(meta(), List.of(mask, CAR), "_nn").classes())
        .containsExactly(mask, new LabelClass("car_nn", Shape.RECTANGLE));
  }

  @Test
  void refusesWhenTheSuffixedNameIsTakenToo() {
    MetaJson taken =
        meta(new LabelClass("car", Shape.MASK), new LabelClass("car_nn", Shape.POLYGON));
    assertThatThrownBy(() -> SchemaMerge.of(taken, List.of(CAR), "_nn"))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessage(
            "Class car is RECTANGLE in the model, but the project has it with another shape, and"
                + " car_nn, too. Choose another suffix for the model's classes, or rename a class in"
                + " the project.");
    assertThatThrownBy(
            () -> SchemaMerge.of(meta(new LabelClass("car", Shape.MASK)), List.of(CAR), ""))
        .isInstanceOf(PlatformRejectedException.class);
  }

  @Test
  void refusesToInventATemplateOfKeypoints() {
    LabelClass person = new LabelClass("person", Shape.KEYPOINTS);
    assertThatThrownBy(() -> SchemaMerge.of(meta(), List.of(person), "_nn"))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageStartingWith("The project has no class person for KEYPOINTS");
    assertThat(SchemaMerge.of(meta(person), List.of(person), "_nn").classes())
        .containsExactly(person);
  }

  @Test
  void addsAClassOfKeypointsWithTheTemplateOfItsNodes() {
    LabelClass person = new LabelClass("person", Shape.KEYPOINTS, List.of("nose", "tail", "ear"));

    SchemaMerge merge = SchemaMerge.of(meta(), List.of(person), "_nn");

    JsonNode template = merge.meta().json().path("classes").get(0).path("geometry_config");
    assertThat(merge.classes()).containsExactly(person);
    assertThat(template.path("nodes").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("nose", "tail", "ear");
    assertThat(template.path("nodes").path("tail").path("loc").size()).isEqualTo(2);
    assertThat(template.path("edges").isArray()).isTrue();
  }

  @Test
  void aClassOfWholeImagesIsATagWithAScore() {
    LabelClass sunny = new LabelClass("sunny", Shape.IMAGE);

    SchemaMerge merge = SchemaMerge.of(meta(), List.of(sunny), "_nn");

    assertThat(merge.classes()).containsExactly(sunny);
    assertThat(merge.meta().tag("sunny").orElseThrow().valueType()).isEqualTo("any_number");
    assertThat(SchemaMerge.of(merge.meta(), List.of(sunny), "_nn").isChange()).isFalse();
  }

  @Test
  void aTagWithoutAValueIsUsedAndOneWithAnotherValueStepsAside() {
    LabelClass sunny = new LabelClass("sunny", Shape.IMAGE);
    LabelClass aside = new LabelClass("sunny_nn", Shape.IMAGE);
    MetaJson plain = meta().withTag("sunny", "none");
    MetaJson text = meta().withTag("sunny", "any_string");
    MetaJson both = text.withTag("sunny_nn", "any_string");

    assertThat(SchemaMerge.of(plain, List.of(sunny), "_nn").classes()).containsExactly(sunny);
    assertThat(SchemaMerge.of(text, List.of(sunny), "_nn").classes()).containsExactly(aside);
    assertThatThrownBy(() -> SchemaMerge.of(both, List.of(sunny), "_nn"))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("tags sunny and sunny_nn have other values")
        .hasMessageContaining("rename");
  }

  @Test
  void makesSureThatScoresCanBeKept() {
    SchemaMerge merge = SchemaMerge.of(MetaJson.empty(), List.of(), "_nn");
    assertThat(merge.isChange()).isTrue();
    assertThat(merge.meta().tag("confidence").orElseThrow().valueType()).isEqualTo("any_number");
    MetaJson text = MetaJson.empty().withTag("confidence", "any_string");
    assertThatThrownBy(() -> SchemaMerge.of(text, List.of(), "_nn"))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageStartingWith(
            "The project's tag confidence is of type any_string, but scores are numbers.");
    MetaJson ofImages =
        MetaJson.read(
            Conversation.tree(
                "{'classes':[],'tags':[{'name':'confidence','value_type':'any_number',"
                    + "'applicable_type':'imagesOnly'}]}"));
    assertThatThrownBy(() -> SchemaMerge.of(ofImages, List.of(), "_nn"))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageStartingWith("The project's tag confidence is for images only");
  }
}
