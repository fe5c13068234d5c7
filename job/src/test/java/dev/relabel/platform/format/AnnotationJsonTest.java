package dev.relabel.platform.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Annotation;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Tag;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformAnnotation.ForeignLabel;
import dev.relabel.platform.PlatformLabel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AnnotationJsonTest {
  private static final ImageId IMAGE = new ImageId(1013);

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(UTF_8));
  }

  // Trees in memory distinguish int from long; what counts is the text.
  private static JsonNode reread(JsonNode node) {
    return Json.read(Json.write(node));
  }

  private static String object(String more) {
    return "{'id':5001,'classTitle':'car','geometryType':'rectangle','tags':[],"
        + "'points':{'exterior':[[2,1],[41,31]],'interior':[]}"
        + more
        + "}";
  }

  private static PlatformAnnotation read(String... objects) {
    return AnnotationJson.read(
        IMAGE,
        json(
            "{'description':'','size':{'height':60,'width':80},"
                + "'tags':[{'name':'scene','value':'a','id':3},{'name':'seen','value':'yes'}],"
                + "'objects':["
                + String.join(",", objects)
                + "],'customBigData':{}}"));
  }

  @Test
  void takesAnImageWhoseSizeTheServerDoesNotKnow() {
    for (String size : new String[] {"{'width':0,'height':0}", "{'width':null,'height':null}"}) {
      PlatformAnnotation read =
          AnnotationJson.read(IMAGE, json("{'size':" + size + ",'tags':[],'objects':[]}"));
      assertThat(read.width()).as(size).isZero();
      assertThat(read.height()).as(size).isZero();
    }
  }

  @Test
  void readsSizeTagsAndLabels() {
    PlatformAnnotation annotation =
        read(
            "{'id':5001,'classId':41,'classTitle':'car','description':'','geometryType':'rectangle',"
                + "'shape':'rectangle','labelerLogin':'bot','nnCreated':true,'nnUpdated':true,"
                + "'tags':[{'name':'wet'},{'name':'confidence','value':0.9}],"
                + "'points':{'exterior':[[2,1],[41,31]],'interior':[]}}");
    Label car =
        new Label(
            "car",
            new Rectangle(2, 1, 41, 31),
            OptionalDouble.of(0.9),
            List.of(Tag.of("wet")),
            Origin.MACHINE);
    assertThat(annotation)
        .isEqualTo(
            new PlatformAnnotation(
                IMAGE,
                80,
                60,
                List.of(new PlatformLabel(Optional.of(new FigureId(5001)), car)),
                List.of(new Tag("scene", "a"), new Tag("seen", "yes")),
                List.of()));
  }

  @Test
  void tellsWhoMadeALabel() {
    assertThat(
            read(
                    object(",'nnCreated':true,'nnUpdated':true"),
                    object(",'nnCreated':true,'nnUpdated':false"),
                    object(",'nnCreated':false,'nnUpdated':false"),
                    object(""))
                .labels())
        .extracting(each -> each.label().origin())
        .containsExactly(Origin.MACHINE, Origin.CORRECTED, Origin.PERSON, Origin.PERSON);
  }

  @Test
  void keepsANumberThatIsNoScoreAsATag() {
    Label label =
        read(object("").replace("'tags':[]", "'tags':[{'name':'confidence','value':87}]"))
            .labels()
            .get(0)
            .label();
    assertThat(label.score()).isEmpty();
    assertThat(label.tags()).containsExactly(new Tag("confidence", 87));
  }

  @Test
  void readsTagsThatMayBeAModelsAsLabelsOfTheImage() {
    PlatformAnnotation annotation =
        AnnotationJson.read(
            IMAGE,
            json(
                "{'size':{'height':60,'width':80},'objects':[],'tags':[{'name':'sunny','value':0.9,'id':3},"
                    + "{'name':'rain','value':null,'id':4},{'name':'street','value':'a','id':5},{'name':'lux','value':87}]}"));

    assertThat(annotation.tags()).hasSize(4);
    assertThat(annotation.labels())
        .containsExactly(
            new PlatformLabel(
                Optional.of(FigureId.ofTag(3)), Label.predicted("sunny", WholeImage.INSTANCE, 0.9)),
            new PlatformLabel(
                Optional.of(FigureId.ofTag(4)),
                new Label(
                    "rain",
                    WholeImage.INSTANCE,
                    OptionalDouble.empty(),
                    List.of(),
                    Origin.MACHINE)));
    assertThat(AnnotationJson.write(annotation).path("tags")).hasSize(4);
  }

  @Test
  void writesALabelOfTheImageAsATag() {
    Annotation annotation =
        new Annotation(
            80,
            60,
            List.of(Label.predicted("sunny", WholeImage.INSTANCE, 0.5)),
            List.of(Tag.of("seen")));

    assertThat(reread(AnnotationJson.write(annotation)))
        .isEqualTo(
            json(
                "{'description':'','size':{'height':60,'width':80},'tags':[{'name':'seen'},{'name':'sunny','value':0.5}],'objects':[]}"));
  }

  @Test
  void keepsLabelsItCannotReadAsForeign() {
    PlatformAnnotation annotation =
        read(
            "{'id':7,'classTitle':'crate','geometryType':'cuboid_2d','tags':[],'vertices':{}}",
            object("").replace("[41,31]", "[2,31]").replace("5001", "8"),
            object("").replace("'points'", "'dots'").replace("5001", "9"),
            "'text'",
            object(""));
    assertThat(annotation.labels()).hasSize(1);
    assertThat(annotation.foreign())
        .containsExactly(
            new ForeignLabel(Optional.of(new FigureId(7)), "crate", "cuboid_2d"),
            new ForeignLabel(Optional.of(new FigureId(8)), "car", "rectangle"),
            new ForeignLabel(Optional.of(new FigureId(9)), "car", "rectangle"),
            new ForeignLabel(Optional.empty(), "", ""));
  }

  @Test
  void refusesAnAnnotationWithoutItsParts() {
    assertThatThrownBy(() -> AnnotationJson.read(IMAGE, json("{'size':{'width':1},'tags':[]}")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("Expected an array as \"objects\", found nothing");
    assertThatThrownBy(
            () ->
                AnnotationJson.read(
                    IMAGE, json("{'size':{'width':-1,'height':5},'tags':[],'objects':[]}")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("An image's width is 0 or more, not -1");
    assertThatThrownBy(() -> AnnotationJson.read(IMAGE, json("[]")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("Expected an object as \"size\", found nothing");
  }

  @Test
  void writesNewLabelsAsTheSheetHasThem() {
    Annotation annotation =
        new Annotation(
            80,
            60,
            List.of(Label.predicted("car", new Rectangle(2, 1, 41, 31), 0.9)),
            List.of(new Tag("scene", "a")));
    assertThat(reread(AnnotationJson.write(annotation)))
        .isEqualTo(
            json(
                "{'description':'','size':{'height':60,'width':80},'tags':[{'name':'scene','value':'a'}],"
                    + "'objects':[{'classTitle':'car','description':'','tags':[{'name':'confidence','value':0.9}],"
                    + "'geometryType':'rectangle','shape':'rectangle','nnCreated':true,'nnUpdated':true,"
                    + "'points':{'exterior':[[2,1],[41,31]],'interior':[]}}]}"));
  }

  @Test
  void writesFiguresWithTheirGeometryInside() {
    assertThat(
            reread(LabelJson.figure(Label.predicted("car", new Rectangle(2, 1, 41, 31), 0.9), 41)))
        .isEqualTo(
            json(
                "{'classTitle':'car','description':'','tags':[{'name':'confidence','value':0.9}],"
                    + "'geometryType':'rectangle','shape':'rectangle','nnCreated':true,'nnUpdated':true,"
                    + "'classId':41,'geometry':{'points':{'exterior':[[2,1],[41,31]],'interior':[]}}}"));
  }

  @Test
  void readsBackWhatItWrites() {
    PlatformAnnotation annotation =
        new PlatformAnnotation(
            IMAGE,
            80,
            60,
            List.of(
                new PlatformLabel(
                    Optional.of(new FigureId(9)),
                    new Label(
                        "car",
                        new Rectangle(0.125, 1, 3, 4.5),
                        OptionalDouble.of(0.8734567165374756),
                        List.of(new Tag("n", 3), new Tag("s", "x")),
                        Origin.CORRECTED)),
                new PlatformLabel(
                    Optional.empty(),
                    new Label(
                        "dog",
                        new Rectangle(0, 1, 3, 4),
                        OptionalDouble.empty(),
                        List.of(),
                        Origin.PERSON))),
            List.of(new Tag("t", "x")),
            List.of());
    JsonNode json = Json.read(Json.write(AnnotationJson.write(annotation)));
    assertThat(AnnotationJson.read(IMAGE, json)).isEqualTo(annotation);
  }
}
