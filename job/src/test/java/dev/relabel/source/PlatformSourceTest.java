package dev.relabel.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.platform.ImageId;
import dev.relabel.platform.ProjectId;
import dev.relabel.run.WorkItem;
import dev.relabel.source.PlatformSource.Nested;
import dev.relabel.testing.FakePlatform;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlatformSourceTest {
  private final FakePlatform platform = new FakePlatform();
  private final PlatformSource source = new PlatformSource(platform, "supervisely");

  @Test
  void aProjectGivesItsImagesWithTheDatasetsNames() {
    platform.image(3).image(4);

    assertThat(all(source.imagesOf(platform.datasets(new ProjectId(1)))))
        .containsExactly(
            new WorkItem(
                "image:3",
                "fake:",
                "supervisely",
                "1",
                "7",
                "3",
                "",
                "fake/3.png",
                100,
                100,
                1,
                null,
                ""),
            new WorkItem(
                "image:4",
                "fake:",
                "supervisely",
                "1",
                "7",
                "4",
                "",
                "fake/4.png",
                100,
                100,
                1,
                null,
                ""));
  }

  @Test
  void anImageOrDatasetNamedTwiceCountsOnce() {
    platform.image(3).image(4);

    assertThat(
            all(source.images(List.of(new ImageId(4), new ImageId(3), new ImageId(4)))).stream()
                .map(WorkItem::imageId))
        .containsExactly("4", "3");
    assertThat(
            all(
                source.imagesOf(
                    source.chosen(
                        List.of(FakePlatform.DATASET, FakePlatform.DATASET), Nested.INCLUDED))))
        .hasSize(2);
  }

  @Test
  void manyImagesAreAskedForInPieces() {
    List<ImageId> ids = LongStream.range(0, 120).mapToObj(ImageId::new).toList();
    ids.forEach(id -> platform.image(id.number()));

    assertThat(all(source.images(ids)).stream().map(WorkItem::imageId))
        .containsExactlyElementsOf(LongStream.range(0, 120).mapToObj(Long::toString).toList());
  }

  private static List<WorkItem> all(Iterator<WorkItem> items) {
    List<WorkItem> all = new ArrayList<>();
    items.forEachRemaining(all::add);
    return all;
  }
}
