package dev.relabel.stage;

import static dev.relabel.testing.FakePlatform.DATASET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.publish.Change;
import dev.relabel.publish.Edit;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.Publisher;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.testing.FakePlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeforeImagesTest {
  private static final ImageId THERE = new ImageId(1);
  private static final ImageId GONE = new ImageId(2);

  private final FakePlatform platform = new FakePlatform().image(1);

  @Test
  void anImageThatIsGoneDoesNotHoldUpTheCopiesOfTheOthers() {
    assertThat(BeforeImages.copies(platform, List.of(GONE, THERE), DATASET))
        .containsExactly(GONE, THERE);
  }

  @Test
  void anImageThatCannotBeCopiedEndsAsFailed() {
    ImageId copy = BeforeImages.copies(platform, List.of(GONE), DATASET).get(0);
    PlatformAnnotation nothing =
        new PlatformAnnotation(copy, 8, 6, List.of(), List.of(), List.of());
    Label label = Label.predicted("car", new Rectangle(1, 1, 3, 3), 0.5);

    assertThat(
            new Publisher(platform, MergeSettings.DEFAULT, Earlier.NONE, new ManualTime())
                .publish(
                    DATASET,
                    List.of(new Edit(nothing, new Change(List.of(label), List.of()), false))))
        .extracting(outcome -> outcome.word())
        .containsExactly("failed");
  }

  @Test
  void anAnnotationThatCannotBeUnderstoodDoesNotHoldUpTheOthers() {
    platform.image(3).refuseToRead(3);

    BeforeImages.Found found =
        BeforeImages.read(platform, DATASET, List.of(THERE, GONE, new ImageId(3)));

    assertThat(found.annotations()).containsOnlyKeys(THERE);
    assertThat(found.unreadable()).containsExactly(new ImageId(3));
  }
}
