package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkItemJsonTest {
  @Test
  void aPlatformImageIsReadBack() {
    WorkItem item =
        new WorkItem(
            "image:7", "http://h", "geti", "66a0", "66a1", "7", "a/b \"c\"\n.jpg", 640, 480);

    String line = WorkItemJson.write(item);

    assertThat(line).doesNotContain("\n");
    assertThat(WorkItemJson.read(line)).isEqualTo(item);
  }

  @Test
  void aFileIsReadBack() {
    WorkItem item = WorkItem.file("s3a://bucket/x/y.png", "x/y.png");

    assertThat(WorkItemJson.read(WorkItemJson.write(item))).isEqualTo(item);
  }

  @Test
  void aFrameIsReadBack() {
    WorkItem video = WorkItem.file("file:/x/film.mp4", "film.mp4");
    WorkItem frame = WorkItem.frame(video, new WorkItem.Frame(30, -512L), 640 * 360 * 3);

    assertThat(frame.itemId()).isEqualTo("file:/x/film.mp4#frame=30");
    assertThat(frame.name()).isEqualTo("film.mp4/000030");
    assertThat(WorkItemJson.read(WorkItemJson.write(frame))).isEqualTo(frame);
    WorkItem counted = WorkItem.frame(video, new WorkItem.Frame(0, null), 0);
    assertThat(WorkItemJson.read(WorkItemJson.write(counted))).isEqualTo(counted);
  }

  @Test
  void whatIsWrongWithAnItemIsReadBack() {
    WorkItem item = WorkItem.file("x.mp4", "x.mp4").unusable("it is \"broken\"");

    assertThat(WorkItemJson.read(WorkItemJson.write(item))).isEqualTo(item);
  }

  @Test
  void aLineThatIsNoItemIsNamed() {
    assertThatThrownBy(() -> WorkItemJson.read("{oops"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("{oops");
  }
}
