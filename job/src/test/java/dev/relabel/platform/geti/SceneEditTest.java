package dev.relabel.platform.geti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.SceneJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SceneEditTest {
  private static final int WIDTH = 100;
  private static final int HEIGHT = 80;

  private static final ProjectLabels DETECTION =
      project(
          task(
              "detection",
              label("car", "boxes", ""),
              label("bus", "boxes", ""),
              "{'id':'none','name':'No object','group':'none','is_empty':true}"));

  private static final ProjectLabels KINDS =
      project(
          task(
              "classification",
              label("animal", "top", ""),
              label("cat", "animals", "animal"),
              label("dog", "animals", "animal"),
              label("night", "light", "")));

  private static final ProjectLabels CHAIN =
      project(
          task("detection", label("part", "boxes", "")),
          task("classification", label("good", "state", ""), label("bad", "state", "")));

  private static ProjectLabels project(String... tasks) {
    return ProjectLabels.read(
        json("{'name':'p','pipeline':{'tasks':[%s]}}".formatted(String.join(",", tasks))),
        Optional.empty());
  }

  private static String task(String type, String... labels) {
    return "{'id':'%s','task_type':'%s','labels':[%s]}"
        .formatted(type, type, String.join(",", labels));
  }

  private static String label(String name, String group, String parent) {
    return "{'id':'%s','name':'%s','group':'%s','parent_id':'%s'}"
        .formatted(name, name, group, parent);
  }

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static final String BOX = "{'type':'RECTANGLE','x':10,'y':20,'width':30,'height':40}";
  private static final String WHOLE = "{'type':'RECTANGLE','x':0,'y':0,'width':100,'height':80}";

  private static Scene scene(String... annotations) {
    return SceneJson.read(
        json("{'id':'s','annotations':[%s]}".formatted(String.join(",", annotations))));
  }

  private static String annotation(String id, String shape, String... labels) {
    StringBuilder list = new StringBuilder();
    for (String each : labels) {
      list.append(list.isEmpty() ? "" : ",").append("{'id':'%s','probability':1}".formatted(each));
    }
    return "{'id':'%s','shape':%s,'labels':[%s]}".formatted(id, shape, list);
  }

  private static Label found(String name, Geometry shape, double score) {
    return Label.predicted(name, shape, score);
  }

  private static SceneEdit edit(ProjectLabels project, Scene scene) {
    return new SceneEdit(scene, project, WIDTH, HEIGHT);
  }

  private static List<PlatformLabel> seen(ProjectLabels project, Scene scene) {
    return new SceneLabels(project, WIDTH, HEIGHT).of(scene);
  }

  /** What the server would hold. */
  private static Scene written(SceneEdit edit) {
    return SceneJson.read(edit.body().put("id", "t"));
  }

  @Test
  void whatIsThereStaysWithItsId() {
    SceneEdit edit = edit(DETECTION, scene(annotation("a", BOX, "car")));

    List<FigureId> ids = edit.add(List.of(found("bus", new Rectangle(1, 2, 11, 12), 0.5)));

    JsonNode sent = edit.body().path("annotations");
    assertThat(sent.get(0).path("id").asText()).isEqualTo("a");
    assertThat(sent.get(0).path("shape")).hasToString(json(BOX).toString());
    assertThat(sent.get(1).at("/labels/0/source/model_id").asText()).startsWith("72656c6162656c");
    List<PlatformLabel> now = seen(DETECTION, written(edit));
    assertThat(now).hasSize(2);
    assertThat(now.get(0).label().origin()).isEqualTo(Origin.PERSON);
    assertThat(now.get(0).label().score()).isEmpty();
    assertThat(now.get(1).id()).contains(ids.get(0));
    assertThat(now.get(1).label().origin()).isEqualTo(Origin.MACHINE);
    assertThat(now.get(1).label().score()).hasValue(0.5);
    assertThat(edit.isIn(written(edit))).isTrue();
    assertThat(edit.isIn(scene(annotation("a", BOX, "car")))).isFalse();
  }

  @Test
  void anEmptyLabelIsOfTheWholeImageAndExcludesObjects() {
    Scene nothing = scene(annotation("e", WHOLE, "none"));
    PlatformLabel label = seen(DETECTION, nothing).get(0);
    assertThat(label.label().className()).isEqualTo("No object");
    assertThat(label.label().geometry()).isEqualTo(WholeImage.INSTANCE);

    assertThatThrownBy(
            () -> edit(DETECTION, nothing).add(List.of(found("car", new Rectangle(1, 1, 9, 9), 1))))
        .isInstanceOf(RefusedContentException.class)
        .hasMessageContaining("No object");
    assertThatThrownBy(
            () -> edit(DETECTION, scene(annotation("a", BOX, "car"))).add(List.of(label.label())))
        .isInstanceOf(RefusedContentException.class);

    SceneEdit removal = edit(DETECTION, nothing);
    removal.remove(List.of(label));
    assertThat(removal.body().path("annotations")).isEmpty();
    SceneEdit back = edit(DETECTION, written(removal));
    back.add(List.of(label.label()));
    assertThat(back.body().at("/annotations/0/shape")).hasToString(json(WHOLE).toString());
  }

  @Test
  void labelsAboveArePlannedAndComeAndGoWithTheirs() {
    SceneEdit edit = edit(KINDS, scene(annotation("w", WHOLE, "animal")));
    List<Label> held =
        new HeldShapes(KINDS, WIDTH, HEIGHT).of(List.of(found("cat", WholeImage.INSTANCE, 1)));
    assertThat(held).extracting(Label::className).containsExactly("cat", "animal");

    edit.add(List.of(held.get(0)));
    List<PlatformLabel> seen = seen(KINDS, written(edit));
    assertThat(seen).extracting(each -> each.label().className()).containsExactly("animal", "cat");

    SceneEdit removal = edit(KINDS, written(edit));
    removal.remove(List.of(seen.get(1)));
    assertThat(seen(KINDS, written(removal)))
        .as("what a person has set stays")
        .extracting(each -> each.label().className())
        .containsExactly("animal");
  }

  @Test
  void labelsThatTheProjectHasHadOnlySinceStay() {
    Scene there = scene(annotation("w", WHOLE, "cat", "new"));
    SceneEdit removal = edit(KINDS, there);
    removal.remove(seen(KINDS, there));

    assertThat(removal.body().at("/annotations/0/labels/0/id").asText()).isEqualTo("new");
    assertThat(new SceneLabels(KINDS, WIDTH, HEIGHT).foreign(there)).hasSize(1);
  }

  @Test
  void whatIsToBeLookedAtAgainStaysSo() {
    Scene there =
        SceneJson.read(
            json(
                "{'annotations':[{'id':'a','shape':%s,'labels':[{'id':'car'}],'labels_to_revisit':['car']}],'labels_to_revisit_full_scene':['bus']}"
                    .formatted(BOX)));
    SceneEdit edit = edit(DETECTION, there);
    edit.add(List.of(found("bus", new Rectangle(50, 50, 60, 60), 1)));

    assertThat(edit.body().at("/labels_to_revisit_full_scene/0").asText()).isEqualTo("bus");
    assertThat(edit.body().at("/annotations/0/labels_to_revisit/0").asText()).isEqualTo("car");
  }

  @Test
  void anObjectKeepsALabelOfTheFirstTask() {
    Scene there = scene(annotation("a", BOX, "part", "good"));
    List<PlatformLabel> seen = seen(CHAIN, there);
    SceneEdit part = edit(CHAIN, there);
    part.remove(List.of(seen.get(0)));
    assertThatThrownBy(part::body).isInstanceOf(RefusedContentException.class);
    SceneEdit both = edit(CHAIN, there);
    both.remove(seen);
    assertThat(both.body().path("annotations")).isEmpty();

    assertThatThrownBy(
            () -> new ProjectClasses(CHAIN).of(List.of(new LabelClass("good", Shape.RECTANGLE))))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("none of the first task's");
    assertThatThrownBy(
            () -> new ProjectClasses(DETECTION).of(List.of(new LabelClass("car", Shape.MASK))))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("'car' is a mask")
        .hasMessageContaining("--as box");
    assertThatThrownBy(
            () -> new ProjectClasses(KINDS).of(List.of(new LabelClass("cat", Shape.RECTANGLE))))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("classification does not take");
  }

  @Test
  void whatExcludesAnotherIsRefusedAndTheRestSharesOneAnnotation() {
    Scene dog = scene(annotation("w", WHOLE, "dog", "animal"));
    assertThatThrownBy(() -> edit(KINDS, dog).add(List.of(found("cat", WholeImage.INSTANCE, 0.8))))
        .isInstanceOf(RefusedContentException.class)
        .hasMessageContaining("'dog'")
        .hasMessageContaining("'cat'");

    SceneEdit night = edit(KINDS, dog);
    night.add(List.of(found("night", WholeImage.INSTANCE, 0.7)));
    assertThat(written(night).annotations()).hasSize(1);
    assertThat(night.body().at("/annotations/0/shape")).hasToString(json(WHOLE).toString());
  }

  @Test
  void ofOneShapeWhatBelongsTogetherIsOneObject() {
    Rectangle box = new Rectangle(10, 10, 30, 30);
    SceneEdit edit = edit(CHAIN, scene());
    List<FigureId> ids = edit.add(List.of(found("part", box, 0.9), found("good", box, 0.6)));

    Scene there = written(edit);
    assertThat(there.annotations()).hasSize(1);
    assertThat(seen(CHAIN, there)).extracting(each -> each.id().orElseThrow()).isEqualTo(ids);

    SceneEdit two = edit(DETECTION, scene());
    two.add(List.of(found("car", box, 0.9), found("bus", box, 0.6)));
    assertThat(written(two).annotations()).hasSize(2);
  }

  @Test
  void whatWasMovedIsNotRemoved() {
    PlatformLabel label = seen(DETECTION, scene(annotation("a", BOX, "car"))).get(0);
    Scene moved = scene(annotation("a", BOX.replace("10", "12"), "car"));

    assertThatThrownBy(() -> edit(DETECTION, moved).remove(List.of(label)))
        .isInstanceOf(StaleException.class);
    SceneEdit gone = edit(DETECTION, scene());
    gone.remove(List.of(label));
    assertThat(gone.isChange()).isFalse();
  }

  @Test
  void rotatedProjectsGetNoPlainRectangles() {
    ProjectLabels rotated =
        project(
            task(
                "rotated_detection",
                label("car", "boxes", ""),
                "{'id':'none','name':'No object','group':'none','is_empty':true}"));
    SceneEdit edit = edit(rotated, scene());
    edit.add(List.of(found("car", new Rectangle(10, 10, 30, 20), 0.5)));
    JsonNode shape = edit.body().at("/annotations/0/shape");
    assertThat(shape.path("type").asText()).isEqualTo("ROTATED_RECTANGLE");
    assertThat(shape.path("x").asDouble()).isEqualTo(20);

    Scene nothing =
        scene(
            annotation(
                "e",
                "{'type':'ROTATED_RECTANGLE','x':50,'y':40,'width':100,'height':80,'angle':0}",
                "none"));
    SceneEdit resent = edit(rotated, nothing);
    resent.remove(List.of());
    assertThat(resent.body().at("/annotations/0/shape")).hasToString(json(WHOLE).toString());
  }

  @Test
  void aBoxThatWasRoundedOverTheEdgeIsSentInside() {
    Scene over =
        scene(annotation("a", "{'type':'RECTANGLE','x':91,'y':0,'width':10,'height':5}", "car"));

    assertThat(seen(DETECTION, over).get(0).label().geometry())
        .isEqualTo(new Rectangle(91, 0, 100, 5));
    assertThat(edit(DETECTION, over).body().at("/annotations/0/shape/width").asInt()).isEqualTo(9);
  }

  @Test
  void heldIsWhatIsReadBack() {
    HeldShapes held = new HeldShapes(DETECTION, WIDTH, HEIGHT);
    Label turned = found("car", new OrientedRectangle(50.3, 40.2, 20.7, 10.1, 0.4), 0.5);
    Label outside = found("car", new Rectangle(200, 10, 220, 20), 0.5);

    List<Label> labels = held.of(List.of(turned, outside, found("plane", BOXED, 0.5)));

    assertThat(labels).hasSize(1);
    SceneEdit edit = edit(DETECTION, scene());
    edit.add(labels);
    assertThat(seen(DETECTION, written(edit)).get(0).label()).isEqualTo(labels.get(0));
  }

  private static final Rectangle BOXED = new Rectangle(1, 1, 9, 9);

  @Test
  void ofLabelsThatExcludeEachOtherTheSurestIsHeld() {
    HeldShapes held = new HeldShapes(KINDS, WIDTH, HEIGHT);

    List<Label> labels =
        held.of(
            List.of(
                found("dog", WholeImage.INSTANCE, 0.4),
                found("night", WholeImage.INSTANCE, 0.3),
                found("cat", WholeImage.INSTANCE, 0.6),
                new Label("animal", BOXED, OptionalDouble.of(0.2), List.of(), Origin.MACHINE)));

    assertThat(labels)
        .extracting(Label::className)
        .containsExactlyInAnyOrder("cat", "animal", "night");
  }
}
