package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchedFolderTest {
  @Test
  void aModelThatCannotBeUsedIsNotKept() {
    List<Path> copies = new ArrayList<>();
    ModelFolder damaged =
        (name, to, mostBytes) -> {
          copies.add(to);
          return writeZeros(to);
        };

    assertThatThrownBy(() -> FetchedModel.fetch(damaged, "damaged.onnx"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is not an ONNX model, or is cut off or damaged");

    assertThat(copies).isNotEmpty();
    assertThat(copies.get(0).getParent()).doesNotExist();
  }

  private static boolean writeZeros(Path to) throws IOException {
    Files.write(to, new byte[100]);
    return true;
  }
}
