package dev.relabel.platform.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MetaJsonTest {
  private static final String META =
      "{'classes':[{'id':41,'title':'car','shape':'rectangle','color':'#FF0000','geometry_config':{},"
          + "'hotkey':'','description':'','ours':{'not':1}},"
          + "{'title':'thing','shape':'any','color':'#0000FF'},{'title':'crate','shape':'cuboid_2d'}],"
          + "'tags':[{'id':54,'name':'confidence','value_type':'any_number','color':'#0F8A50',"
          + "'hotkey':'','applicable_type':'all','classes':[],'target_type':'all'}],"
          + "'projectType':'images','projectSettings':{'multiView':{'enabled':false,'tagName':null,"
          + "'tagId':null,'isSynced':false}},'later':[1,2]}";

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void readsClassesAndTagsWithTheirIds() {
    MetaJson meta = MetaJson.read(json(META));
    assertThat(meta.schema().classes())
        .containsExactly(
            new LabelClass("car", Shape.RECTANGLE),
            new LabelClass("thing", Shape.ANY),
            new LabelClass("crate", Shape.OTHER));
    assertThat(meta.classId("car")).hasValue(41);
    assertThat(meta.classId("thing")).isEmpty();
    assertThat(meta.classId("boat")).isEmpty();
    assertThat(meta.tags())
        .containsExactly(new TagMeta(OptionalLong.of(54), "confidence", TagMeta.ANY_NUMBER, "all"));
    assertThat(meta.tag("scene")).isEmpty();
  }

  @Test
  void keepsEverythingItDoesNotKnowWhenAClassIsAdded() {
    MetaJson before = MetaJson.read(json(META));
    MetaJson after =
        before.withClass(new LabelClass("dog", Shape.MASK)).withTag("score", "any_number");
    assertThat(before.json()).isEqualTo(json(META));
    assertThat(after.schema().find("dog")).contains(new LabelClass("dog", Shape.MASK));
    JsonNode written = after.json();
    assertThat(written.at("/classes/0")).isEqualTo(json(META).at("/classes/0"));
    assertThat(written.at("/later")).isEqualTo(json("[1,2]"));
    assertThat(written.at("/classes/3/shape").textValue()).isEqualTo("bitmap");
    assertThat(written.at("/classes/3/color").textValue()).matches("#[0-9A-F]{6}");
    assertThat(written.at("/tags/1"))
        .isEqualTo(
            json(
                "{'name':'score','value_type':'any_number','color':'"
                    + written.at("/tags/1/color").textValue()
                    + "','hotkey':'','applicable_type':'all','target_type':'all','classes':[]}"));
  }

  @Test
  void givesAClassTheSameColourInEveryProject() {
    JsonNode one = MetaJson.empty().withClass(new LabelClass("dog", Shape.MASK)).json();
    JsonNode two = MetaJson.read(json(META)).withClass(new LabelClass("dog", Shape.POLYGON)).json();
    assertThat(one.at("/classes/0/color")).isEqualTo(two.at("/classes/3/color"));
  }

  @Test
  void refusesTakenNamesAndNamelessClasses() {
    MetaJson meta = MetaJson.read(json(META));
    assertThatThrownBy(() -> meta.withClass(new LabelClass("car", Shape.MASK)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The project has a class car");
    assertThatThrownBy(() -> meta.withTag("confidence", "none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The project has a tag confidence");
    assertThatThrownBy(() -> MetaJson.read(json("{'classes':[{'title':' '}],'tags':[]}")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("A class or tag of the project has an empty name");
    assertThatThrownBy(() -> MetaJson.read(json("{'classes':[]}")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("Expected an array as \"tags\", found nothing");
  }
}
