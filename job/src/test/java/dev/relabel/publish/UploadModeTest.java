package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.testing.FakePlatform;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UploadModeTest {
  private static final Label BOX = box("car", 0, 0, 20, 20);

  @Test
  void iouMergeDropsAPredictionAtTheThreshold() {
    // 18 of 20 columns overlap, nothing sticks out: IoU 18 · 20 / 400 = 0.9.
    Label narrower = box("car", 0, 0, 18, 20);

    assertThat(added(UploadMode.IOU_MERGE, narrower, MergeSettings.DEFAULT)).isEmpty();
  }

  @Test
  void iouMergeKeepsAPredictionBelowTheThreshold() {
    Label narrower = box("car", 0, 0, 17.9, 20);

    assertThat(added(UploadMode.IOU_MERGE, narrower, MergeSettings.DEFAULT))
        .containsExactly(narrower);
  }

  @Test
  void iouMergeComparesOnlyOneClassAndOneKind() {
    Label bus = box("bus", 0, 0, 20, 20);
    Label turned = Label.predicted("car", new OrientedRectangle(10, 10, 20, 20, 0), 0.5);

    assertThat(added(UploadMode.IOU_MERGE, bus, MergeSettings.DEFAULT)).containsExactly(bus);
    assertThat(added(UploadMode.IOU_MERGE, turned, MergeSettings.DEFAULT)).containsExactly(turned);
  }

  @Test
  void iouMergeComparesPredictionsWithExistingLabelsOnly() {
    PlatformAnnotation empty = new FakePlatform().image(1).on(1);

    Change change = UploadMode.IOU_MERGE.change(empty, List.of(BOX, BOX), MergeSettings.DEFAULT);

    assertThat(change.additions()).containsExactly(BOX, BOX);
  }

  @Test
  void replaceKeepsALabelThatIsThereAsPredicted() {
    PlatformAnnotation before = new FakePlatform().image(1, BOX, box("car", 50, 50, 60, 60)).on(1);

    Change change = UploadMode.REPLACE.change(before, List.of(BOX), MergeSettings.DEFAULT);

    assertThat(change.additions()).isEmpty();
    assertThat(change.removals()).containsExactly(before.labels().get(1));
  }

  @Test
  void appendLeavesATagAsItIsThatTheImageHas() {
    Label now = Label.predicted("sunny", WholeImage.INSTANCE, 0.9);
    Label before = Label.predicted("sunny", WholeImage.INSTANCE, 0.4);
    Label other = Label.predicted("rain", WholeImage.INSTANCE, 0.6);
    PlatformLabel held = new PlatformLabel(Optional.of(FigureId.ofTag(3)), before);

    Change appended =
        UploadMode.APPEND.change(Boxes.image(held), List.of(now, other), MergeSettings.DEFAULT);
    Change replaced =
        UploadMode.REPLACE.change(Boxes.image(held), List.of(now), MergeSettings.DEFAULT);

    assertThat(appended).isEqualTo(new Change(List.of(other), List.of()));
    assertThat(replaced).isEqualTo(new Change(List.of(now), List.of(held)));
  }

  @Test
  void everyModeIsFoundByItsName() {
    for (UploadMode mode : UploadMode.values()) {
      assertThat(UploadMode.of(mode.optionName())).contains(mode);
    }
    assertThat(UploadMode.of("merge")).isEmpty();
  }

  @Test
  void aThresholdAboveOneIsRefused() {
    assertThatThrownBy(() -> new MergeSettings(1.01, MergeSettings.IouKind.SHAPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("existing_objects_iou_thresh is 1.01")
        .hasMessageContaining("append");
  }

  private static List<Label> added(UploadMode mode, Label prediction, MergeSettings settings) {
    PlatformAnnotation before = new FakePlatform().image(1, BOX).on(1);
    return mode.change(before, List.of(prediction), settings).additions();
  }

  private static Label box(String name, double left, double top, double right, double bottom) {
    return Label.predicted(name, new Rectangle(left, top, right, bottom), 0.5);
  }
}
