package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkItemJsonTest {
  @Test
  void aPlatformImageIsReadBack() {
    WorkItem item =
        new WorkItem("image:7", "http://h", "supervisely", 1, 2, 7, "a/b \"c\"\n.jpg", 640, 480);

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
  void aLineThatIsNoItemIsNamed() {
    assertThatThrownBy(() -> WorkItemJson.read("{oops"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("{oops");
  }
}
