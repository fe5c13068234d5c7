package dev.relabel.platform.geti.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SceneJsonTest {
  private static final String BOLT = "66a0000000000000000000a1";

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void readsAScene() {
    Scene scene =
        SceneJson.read(
            json(
                "{'id':'66a0000000000000000000c9','kind':'annotation','modified':'2025-05-03T09:00:00+00:00',"
                    + "'annotations':[{'id':'one','labels_to_revisit':[],"
                    + "'shape':{'type':'RECTANGLE','x':1,'y':2,'width':3,'height':4},'labels':[{'id':'"
                    + BOLT
                    + "','probability':0.5,'source':{'user_id':'u','model_id':null,'model_storage_id':'s'}}]}]}"));

    assertThat(scene)
        .isEqualTo(
            new Scene(
                Optional.of("66a0000000000000000000c9"),
                Optional.of("2025-05-03T09:00:00+00:00"),
                List.of(
                    new LabelledShape(
                        Optional.of("one"),
                        new Rectangle(1, 2, 4, 6),
                        List.of(
                            new ScoredLabel(
                                BOLT,
                                0.5,
                                new LabelSource(
                                    Optional.of("u"), Optional.empty(), Optional.of("s")))))),
                List.of()));
  }

  @Test
  void readsPredictionsWithEitherSpellingOfTheirTime() {
    for (String created :
        List.of("2025-06-13 11:22:33.123456789 +0000", "2025-06-13T11:22:33+00:00")) {
      Scene scene =
          SceneJson.readPredictions(
              json(
                  "{'created':'"
                      + created
                      + "','maps':[{}],'predictions':[{'labels':[{'probability':0.87,'id':'a1'}],"
                      + "'shape':{'width':28.0,'type':'RECTANGLE','x':25,'y':40,'height':34}}]}"));
      assertThat(scene.modified()).hasValue(created);
      assertThat(scene.annotations())
          .singleElement()
          .satisfies(each -> assertThat(each.labels().get(0).probability()).isEqualTo(0.87));
    }
  }

  @Test
  void keepsWhatItDoesNotUnderstandAndSendsItAgainWithoutNulls() {
    Scene scene =
        SceneJson.read(
            json(
                "{'annotations':[{'id':'c','shape':{'type':'CUBE','size':3},"
                    + "'labels':[{'id':'a1','source':{'model_id':null,'user_id':'u'}}]}]}"));

    assertThat(scene.annotations()).isEmpty();
    assertThat(new String(Json.write(SceneJson.write(List.of(), scene.foreign())), UTF_8))
        .isEqualTo(
            ("{'annotations':[{'id':'c','shape':{'type':'CUBE','size':3},"
                    + "'labels':[{'id':'a1','source':{'user_id':'u'}}]}]}")
                .replace('\'', '"'));
  }

  @Test
  void writesOnlyWhatIsKnown() {
    LabelledShape drawn =
        new LabelledShape(
            Optional.empty(),
            new Rectangle(1, 2, 4, 6),
            List.of(new ScoredLabel(BOLT, 1, LabelSource.UNKNOWN)));
    LabelledShape found =
        new LabelledShape(
            Optional.of("x"),
            new Rectangle(1, 2, 4, 6),
            List.of(new ScoredLabel(BOLT, 0.25, LabelSource.ofModel("m", "s"))));

    assertThat(Json.read(Json.write(SceneJson.write(List.of(drawn, found), List.of()))))
        .isEqualTo(
            json(
                ("{'annotations':[{'shape':{'type':'RECTANGLE','x':1,'y':2,'width':3,'height':4},"
                        + "'labels':[{'id':'B','probability':1.0}]},"
                        + "{'id':'x','shape':{'type':'RECTANGLE','x':1,'y':2,'width':3,'height':4},"
                        + "'labels':[{'id':'B','probability':0.25,'source':{'model_id':'m','model_storage_id':'s'}}]}]}")
                    .replace("B", BOLT)));
  }

  @Test
  void refusesWhatIsNoScene() {
    assertThatThrownBy(() -> SceneJson.read(json("{'predictions':[]}")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("Expected an array as \"annotations\", found nothing");
    assertThatThrownBy(() -> SceneJson.read(json("{'annotations':[7]}")))
        .isInstanceOf(UnreadableJsonException.class);
  }
}
