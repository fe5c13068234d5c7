package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.model.ModelCard;
import dev.relabel.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedModelTest {
  private static final ModelCard PERSONS =
      new ModelCard(
          "pose",
          "ab12",
          List.of(
              new LabelClass("person", Shape.KEYPOINTS, List.of("nose", "tail")),
              new LabelClass("person", Shape.ANY)));

  private final RunDirectory run;
  private final Path file;

  RecordedModelTest(@TempDir Path temporary) {
    this.run = RunDirectory.at(temporary.toString(), new Configuration());
    this.file = temporary.resolve("model.json");
  }

  @Test
  void keepsNameHashAndClassesInTheirOrder() {
    assertThat(RecordedModel.of(run)).isEmpty();

    RecordedModel.keep(run, PERSONS);

    assertThat(RecordedModel.of(run)).isEqualTo(Optional.of(PERSONS));
  }

  @Test
  void isWrittenOnceForOneModelAndAgainForAnother() throws Exception {
    RecordedModel.keep(run, PERSONS);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    RecordedModel.keep(run, PERSONS);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(0));

    ModelCard other = new ModelCard("other", "cd34", List.of(new LabelClass("cat", Shape.ANY)));
    RecordedModel.keep(run, other);

    assertThat(RecordedModel.of(run)).isEqualTo(Optional.of(other));
  }
}
